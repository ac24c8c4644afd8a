import { computed, onScopeDispose, shallowRef } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import { isResumable } from '../../../src-main/contract/run-states.ts'
import type { RunDetail } from '../../../src-main/contract/types.ts'
import { useConnection } from '../../api/connection.ts'
import { isActive, useRuns } from '../../stores/runs.ts'
import { useRunNow } from './useRunNow.ts'

type Limit = 'step' | 'epoch'
type Asked = 'pause' | 'resume' | 'stop' | Limit

/** Lets a run rest, go on, make one step or one epoch, and stop; one after the other. */
export function useRunControls(run: () => RunDetail) {
  const api = useConnection()
  const runs = useRuns()
  /** What was asked for and has not come about yet. */
  const asked = shallowRef<Asked | null>(null)
  /** How far it is taken before it rests again. */
  const limit = shallowRef<Limit | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)
  /** What a run that was resumed can promise no more. */
  const notes = shallowRef<readonly string[]>([])

  const now = useRunNow(run)
  const isTraining = computed(() => run().kind === 'training')
  /** A step is over in a moment: nobody can pause it, and the buttons stay as they are. */
  const isStepping = computed(() => limit.value === 'step' || asked.value === 'step')
  /** A learning-rate finder cannot go on later. */
  const canPause = computed(() => isTraining.value && isActive(now.value) && !isStepping.value)
  const canStop = computed(() => (isActive(now.value) && !isStepping.value) || now.value.status === 'paused')
  /** One whose loss stopped being a number would only come to the same end. */
  const canGoOn = computed(
    () => isTraining.value && (isResumable(now.value.status) || isActive(now.value)) && !hasDiverged(run()),
  )
  const canResume = computed(() => canGoOn.value && isResumable(now.value.status) && !isStepping.value)
  const canChange = computed(
    () => isTraining.value && ['running', 'paused', 'interrupted'].includes(now.value.status) && !isStepping.value,
  )

  async function ask(what: Asked, work: () => Promise<void>): Promise<void> {
    if (asked.value) return
    asked.value = what
    try {
      await work()
      error.value = null
    } catch (caught) {
      error.value = toEnvelope(caught)
      limit.value = null
    } finally {
      asked.value = null
    }
  }

  const pause = (): Promise<void> => ask('pause', async () => void (await runs.pause(run().id)))
  const stop = (): Promise<void> => ask('stop', async () => void (await runs.stop(run().id)))
  const goOn = (what: 'resume' | Limit): Promise<void> =>
    ask(what, async () => {
      notes.value = []
      limit.value = what === 'resume' ? null : what
      notes.value = (await runs.resume(run().id, limit.value ?? undefined)).notes
    })
  const resume = (): Promise<void> => goOn('resume')
  const advance = (what: Limit): Promise<void> => goOn(what)

  for (const end of [
    api.on('run/finished', ({ runId }) => void (runId === run().id && (limit.value = null))),
    api.onMissed(() => void (limit.value = null)),
  ])
    onScopeDispose(end)

  /** What the space bar does. */
  async function toggle(): Promise<void> {
    if (canPause.value) await pause()
    else if (now.value.status === 'paused' && canResume.value) await resume()
  }
  return {
    ...{ now, asked, limit, error, notes, canPause, canStop, canGoOn, canResume, canChange },
    ...{ pause, resume, stop, advance, toggle },
  }
}

const hasDiverged = ({ error }: RunDetail): boolean => error?.code === 'run/loss-not-finite'
