import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { GlassboxError } from '../../../src-main/contract/errors.ts'
import type { Classified, PictureInput } from '../../../src-main/contract/types.ts'
import { pathFile } from '../../../src-renderer/api/folder.ts'
import { useClassify } from '../../../src-renderer/stores/classify.ts'
import { FakeApi, piniaOver } from '../fake-api.ts'

const pictures = (count: number) =>
  Array.from({ length: count }, (_, index) => pathFile(new File(['x'], `${index}.png`)))
const answerTo = (input: PictureInput): Classified => ({
  file: 'name' in input ? input.name : input.path,
  tensorSha256: 'd'.repeat(64),
  top: [{ label: 'apple', probability: 0.9 }],
  pixels: new Uint8Array(3),
  shape: [1, 1, 3],
  thumbnail: new Uint8Array(),
})

beforeEach(() => localStorage.clear())

describe('useClassify', () => {
  it('asks in batches, in the natural order of the names', async () => {
    const api = new FakeApi({ 'classify/pictures': ({ pictures: inputs }) => inputs.map(answerTo) })
    piniaOver(api)
    const store = useClassify()
    store.runId = 'run00001'
    await store.classify(pictures(11).toReversed())
    expect(api.names().filter((name) => name === 'classify/pictures')).toHaveLength(2)
    expect(api.calls[0]?.input).toMatchObject({ runId: 'run00001', checkpoint: 'best', topK: 5 })
    expect(store.results.map(({ file }) => file)).toEqual(pictures(11).map(({ path }) => path))
    expect(store.busy).toBe(false)
  })

  it('drops answers that belong to pictures replaced meanwhile', async () => {
    const answers: (() => void)[] = []
    const api = new FakeApi({
      'classify/pictures': ({ pictures: inputs }) =>
        new Promise((resolve) => answers.push(() => resolve(inputs.map(answerTo)))),
    })
    piniaOver(api)
    const store = useClassify()
    void store.classify(pictures(1))
    await flushPromises()
    void store.classify([pathFile(new File(['x'], 'new.png'))])
    await flushPromises()
    for (const answer of answers) answer()
    await flushPromises()
    expect(store.results.map(({ file }) => file)).toEqual(['new.png'])
  })

  it('keeps the reason when the run cannot answer', async () => {
    const refuse = (): never => {
      throw new GlassboxError('run/no-checkpoint', 'No epoch was saved.')
    }
    piniaOver(new FakeApi({ 'classify/pictures': refuse }))
    const store = useClassify()
    await store.classify(pictures(1))
    expect(store.error?.code).toBe('run/no-checkpoint')
    expect(store.busy).toBe(false)
  })
})
