import { shallowRef } from 'vue'
import { useRouter } from 'vue-router'
import type { RunConfig } from '../../../src-engine/spec/config.ts'
import { toEnvelope, type ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import { newId } from '../../api/new-id.ts'
import { useRuns } from '../../stores/runs.ts'
import { useTrainDraft } from '../../stores/train-draft.ts'

export interface WantedRun {
  readonly config: RunConfig
  readonly preset: string | null
  /** What it is expected to take; null where nobody knows. */
  readonly predictedSeconds?: number | null
}

/** Starts what the form holds, and leads to it. */
export function useStartRuns() {
  const runs = useRuns()
  const store = useTrainDraft()
  const router = useRouter()
  const starting = shallowRef<'runs' | 'rateFinder' | null>(null)
  const failure = shallowRef<{ readonly error: ErrorEnvelope; readonly about: string | null } | null>(null)

  /** Each of these as often as seeds are asked for, with the next one every time; several are a group. Opens the first. */
  async function start(wanted: readonly WantedRun[]): Promise<void> {
    const { from, seeds } = store.draft
    const count = wanted.length * Number(seeds)
    const group = count > 1 ? { groupId: newId() } : {}
    const parent = from ? { from: { runId: from.runId, checkpoint: from.epoch } } : {}
    const ids: string[] = []
    await attempt(
      'runs',
      async () => {
        while (ids.length < count) {
          const { config, preset, predictedSeconds } = wanted[ids.length % wanted.length]!
          const seed = config.training.seed + Math.floor(ids.length / wanted.length)
          const { runId } = await runs.start({
            ...{ config: { ...config, training: { ...config.training, seed } }, preset },
            ...(predictedSeconds && { predictedSeconds }),
            ...parent,
            ...group,
          })
          ids.push(runId)
        }
        await router.push(`/train/${ids[0]}`)
      },
      () => (ids.length > 0 ? `${ids.length} of ${count} runs were started` : null),
    )
  }

  /** Tries rising learning rates with the first of these, and opens the curve. */
  async function findRate([first]: readonly WantedRun[]): Promise<void> {
    if (!first) return
    const { config, preset } = first
    await attempt('rateFinder', async () => {
      const { runId } = await runs.findRate({ config, preset })
      await router.push(`/runs/${runId}`)
    })
  }

  async function attempt(
    what: 'runs' | 'rateFinder',
    work: () => Promise<void>,
    about: () => string | null = () => null,
  ): Promise<void> {
    if (starting.value) return
    starting.value = what
    failure.value = null
    try {
      await work()
    } catch (caught) {
      failure.value = { error: toEnvelope(caught), about: about() }
    } finally {
      starting.value = null
    }
  }

  return { starting, failure, start, findRate }
}
