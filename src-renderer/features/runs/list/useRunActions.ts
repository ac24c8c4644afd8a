import { shallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { toEnvelope, type ErrorEnvelope } from '../../../../src-main/contract/errors.ts'
import type { RunDetail, RunSummary } from '../../../../src-main/contract/types.ts'
import { useConnection } from '../../../api/connection.ts'
import { useRuns } from '../../../stores/runs.ts'
import { useTrainDraft } from '../../../stores/train-draft.ts'

/** What is done with runs straight from the list. */
export function useRunActions() {
  const api = useConnection()
  const router = useRouter()
  const runs = useRuns()
  const draft = useTrainDraft()
  const error = shallowRef<ErrorEnvelope | null>(null)

  async function attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
      error.value = null
    } catch (caught) {
      error.value = toEnvelope(caught)
    }
  }
  const setUp = (id: string, set: (run: RunDetail) => void): Promise<void> =>
    attempt(async () => {
      set(await api.invoke('runs/get', { id }))
      await router.push('/train')
    })

  /** Sets up a run with the same settings. */
  const again = (id: string): Promise<void> => setUp(id, (run) => draft.copyFrom(run))
  /** Sets up a run that goes on from the last kept epoch. */
  const fork = (id: string): Promise<void> =>
    setUp(id, (run) => {
      const last = run.kept.findLast(({ step, epoch }) => step === 0 && epoch > 0)
      draft.forkFrom(run, last?.epoch ?? 0)
    })
  /** Pins all of them, or none when all are. */
  const pin = (chosen: readonly RunSummary[]): Promise<void> =>
    attempt(async () => {
      const isPinned = !chosen.every((run) => run.isPinned)
      for (const { id } of chosen) await runs.edit({ id, isPinned })
    })
  return { error, again, fork, pin }
}
