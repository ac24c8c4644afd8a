import { computed, shallowRef } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import { isResumable } from '../../../src-main/contract/run-states.ts'
import type { RunSummary } from '../../../src-main/contract/types.ts'
import { isActive, useRuns } from '../../stores/runs.ts'

type Asked = 'pause' | 'resume' | 'stop'

/** Pauses, resumes and stops a run, one after the other. */
export function useRunControls(run: () => RunSummary) {
  const runs = useRuns()
  /** What was asked for and has not come about yet. */
  const asked = shallowRef<Asked | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)
  /** What a run that was resumed can promise no more. */
  const notes = shallowRef<readonly string[]>([])

  /** A learning-rate finder cannot go on later. */
  const canPause = computed(() => run().kind === 'training' && isActive(run()))
  const canStop = computed(() => isActive(run()) || run().status === 'paused')
  const canResume = computed(() => run().kind === 'training' && isResumable(run().status))

  async function ask(what: Asked, work: () => Promise<void>): Promise<void> {
    if (asked.value) return
    asked.value = what
    try {
      await work()
      error.value = null
    } catch (caught) {
      error.value = toEnvelope(caught)
    } finally {
      asked.value = null
    }
  }

  const pause = (): Promise<void> => ask('pause', async () => void (await runs.pause(run().id)))
  const stop = (): Promise<void> => ask('stop', async () => void (await runs.stop(run().id)))
  const resume = (): Promise<void> =>
    ask('resume', async () => {
      notes.value = []
      notes.value = (await runs.resume(run().id)).notes
    })

  /** What the space bar does. */
  async function toggle(): Promise<void> {
    if (canPause.value) await pause()
    else if (run().status === 'paused') await resume()
  }
  return { asked, error, notes, canPause, canStop, canResume, pause, resume, stop, toggle }
}
