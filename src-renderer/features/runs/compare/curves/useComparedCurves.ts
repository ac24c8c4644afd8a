import { useDebounceFn } from '@vueuse/core'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { TrainingSpec } from '../../../../../src-engine/spec/training.ts'
import type { CurveHistory } from '../../../../../src-main/contract/curve-history.ts'
import { toEnvelope, type ErrorEnvelope } from '../../../../../src-main/contract/errors.ts'
import type { RunHistory, RunSummary } from '../../../../../src-main/contract/types.ts'
import { useConnection } from '../../../../api/connection.ts'
import type { Range } from '../../../../charts/range.ts'
import { firstFrom } from '../../../../charts/search.ts'
import { curveAxis, type AxisName, type CurveAxis } from '../../../run/curve-axis.ts'
import { lastEpochs, refined } from '../../../run/history.ts'
import type { Measure } from './measures.ts'
import { curvePoints } from './curve-points.ts'

/** The seconds of a run can only be added up where all of them are there. */
const TIME_POINTS = 10_000
/** A wheel turns many times a second. */
const LOOK_AFTER_MS = 120
/** Runs under way are read anew so often. */
const FOLLOW_MS = 1000

export interface ComparedCurve {
  readonly run: RunSummary
  readonly history: CurveHistory
  readonly axis: CurveAxis
}

/** The curves of several runs over one axis: read together, as many points as are seen, and closer where somebody looks. */
export function useComparedCurves(
  runs: () => readonly RunSummary[],
  measures: () => readonly Measure[],
  axisName: () => AxisName,
) {
  const api = useConnection()
  const whole = shallowRef<ReadonlyMap<string, CurveHistory>>(new Map())
  const parts = shallowRef<ReadonlyMap<string, CurveHistory>>(new Map())
  const trainings = shallowRef<ReadonlyMap<string, TrainingSpec>>(new Map())
  const error = shallowRef<ErrorEnvelope | null>(null)
  let latest = 0

  const series = (): (keyof RunHistory)[] => [...measures(), ...(axisName() === 'time' ? ['seconds' as const] : [])]
  const ids = computed(() =>
    runs()
      .map(({ id }) => id)
      .join(' '),
  )

  async function load(): Promise<void> {
    const mine = ++latest
    parts.value = new Map()
    const [wanted, points] = [series(), axisName() === 'time' ? TIME_POINTS : curvePoints(runs().length)]
    try {
      const read = await Promise.all(
        runs().map(async ({ id }) => [id, await api.invoke('runs/curves', { id, series: wanted, points })] as const),
      )
      if (mine !== latest) return
      whole.value = new Map(read)
      error.value = null
    } catch (caught) {
      if (mine === latest) error.value = toEnvelope(caught)
    }
  }
  watch(() => [ids.value, series().join()].join(), load, { immediate: true })

  /** How many steps an epoch has is written in the settings. */
  watch(
    () => (axisName() === 'step' ? ids.value : ''),
    async (asked) => {
      if (asked === '') return
      const read = await Promise.all(
        asked.split(' ').map(async (id) => {
          const detail = await api.invoke('runs/get', { id }).catch(() => null)
          return detail && ([id, TrainingSpec.parse(detail.config.training)] as const)
        }),
      )
      trainings.value = new Map(read.filter((one) => one !== null))
    },
    { immediate: true },
  )

  const curves = computed(() =>
    runs().flatMap((run): ComparedCurve[] => {
      const read = whole.value.get(run.id)
      if (!read) return []
      const part = parts.value.get(run.id)
      const history = part ? refined(read, part) : read
      const training = trainings.value.get(run.id) ?? null
      const axis = curveAxis(axisName(), history, training, run.metrics.train?.count ?? null)
      // What has no such axis cannot stand beside those that have it.
      return axis.name === axisName() ? [{ run, history, axis }] : []
    }),
  )
  const isRead = computed(() => runs().every(({ id }) => whole.value.has(id)))

  const readLooked = useDebounceFn(async (range: Range, mine: number) => {
    const read = await Promise.all(
      curves.value.map(async ({ run, axis }) => {
        const known = whole.value.get(run.id)
        const first = known?.epoch[0]
        if (!known?.high || first === undefined) return null
        const ends = lastEpochs(known)
        const x = ends.map(axis.at)
        const bucket = (value: number): number => Math.min(x.length - 1, firstFrom(x, value))
        // A point more at either side, so that the line goes on to the edges.
        const from = (known.epoch[Math.max(0, bucket(range.min) - 1)] ?? first) - first
        const to = (ends[Math.min(x.length - 1, bucket(range.max) + 1)] ?? first) - first + 1
        const part = { id: run.id, series: series(), from, to, points: curvePoints(runs().length) }
        const next = await api.invoke('runs/curves', part).catch(() => null)
        return next && ([run.id, next] as const)
      }),
    )
    // Without them what is known of the whole is still right.
    if (mine === latest) parts.value = new Map(read.filter((one) => one !== null))
  }, LOOK_AFTER_MS)

  /** Says which part of the axis is looked at; null for all. */
  function look(range: Range | null): void {
    if (range) void readLooked(range, latest)
    else parts.value = new Map()
  }

  const follow = useDebounceFn(load, FOLLOW_MS, { maxWait: FOLLOW_MS })
  onScopeDispose(api.on('run/epochs', ({ runId }) => void (whole.value.has(runId) && follow())))
  onScopeDispose(api.onMissed(() => void load()))
  return { curves, isRead, error, look, load }
}
