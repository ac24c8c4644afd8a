import { flushPromises } from '@vue/test-utils'
import { h } from 'vue'
import { expect, it } from 'vitest'
import type { RunAlarm } from '../../../src-main/contract/types.ts'
import RunPanel from '../../../src-renderer/features/train/RunPanel.vue'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { sampleDetail } from '../samples.ts'

const alarm = (severity: RunAlarm['severity'], message: string): RunAlarm => ({
  ...{ kind: 'noLearning', severity, layer: null, message, epoch: 3, value: null },
  ...{ cause: 'Its cause.', remedy: 'Its remedy.' },
})
const panel = async (alarms: RunAlarm[]) =>
  (await mountView({ render: () => h(RunPanel, { run: sampleDetail({ alarms }) }) }, new FakeApi())).view

it('says the gravest alarm of a run, of equals the newest, beside its state and leads to all of them', async () => {
  const view = await panel([
    alarm('notice', 'A notice.'),
    alarm('alarm', 'An older alarm.'),
    alarm('alarm', 'A newer alarm.'),
    alarm('warning', 'A warning.'),
  ])
  const note = view.get('[data-testid=alarm-note]')
  expect(note.text()).toBe('A newer alarm.+3')
  // In the line of the state, so that nothing moves when it comes.
  expect(note.element.parentElement).toBe(view.get('[data-testid=run-status]').element.parentElement)
  Element.prototype.scrollIntoView = () => undefined
  await note.trigger('click')
  await flushPromises()
  expect(document.activeElement?.id).toBe('run-alarms')
})

it('says nothing where there is none', async () => {
  expect((await panel([])).find('[data-testid=alarm-note]').exists()).toBe(false)
})
