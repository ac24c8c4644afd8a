import * as z from 'zod'
import { baseRateAt } from './base-rate.ts'
import { LearningRate, OptimizerSpec } from './optimizer.ts'
import type { TrainingSpec } from './training.ts'

const Count = z.int().min(0)

/** Behind so many whole epochs, and so many steps of the next one. */
export interface Place {
  readonly epoch: number
  readonly step: number
}

/**
 * What a person set otherwise in the middle of a run: it holds from the step behind its place on. Another method is a change of
 * the whole optimiser, whose state begins anew there.
 */
export const RunChange = z.discriminatedUnion('path', [
  z.strictObject({
    ...{ epoch: Count, step: Count },
    path: z.literal('optimizer.learningRate'),
    before: LearningRate,
    after: LearningRate,
  }),
  z.strictObject({
    ...{ epoch: Count, step: Count },
    path: z.literal('optimizer'),
    before: OptimizerSpec,
    after: OptimizerSpec,
  }),
])
export type RunChange = z.infer<typeof RunChange>

/** Most changes of one run. */
export const MOST_CHANGES = 1000

export const isBefore = (a: Place, b: Place): boolean => a.epoch < b.epoch || (a.epoch === b.epoch && a.step < b.step)
const isAt = (a: Place, b: Place): boolean => a.epoch === b.epoch && a.step === b.step

/** In the order in which they were made, one for each place. */
export const RunChanges = z
  .array(RunChange)
  .max(MOST_CHANGES)
  .refine((changes) => changes.every((change, i) => i === 0 || isBefore(changes[i - 1] ?? change, change)), {
    error: 'are not in order',
  })

/** How a run is trained from a place on, until its next change. */
export const trainingAt = (training: TrainingSpec, changes: readonly RunChange[], place: Place): TrainingSpec =>
  changes.filter((change) => !isBefore(place, change)).reduce(withChange, training)

/** How it was trained up to a place: what is changed right there has no part in it. */
export const trainingUpTo = (training: TrainingSpec, changes: readonly RunChange[], place: Place): TrainingSpec =>
  changes.filter((change) => isBefore(change, place)).reduce(withChange, training)

/** Whether the optimiser's state of a place is that of another method than the one that goes on from there. */
export const isMethodChangedAt = (changes: readonly RunChange[], place: Place): boolean =>
  changes.some((change) => change.path === 'optimizer' && isAt(change, place))

/** Where the next change is, behind a place; null when there is none. */
export function nextChange(changes: readonly RunChange[], place: Place): Place | null {
  const next = changes.find((change) => isBefore(place, change))
  return next ? { epoch: next.epoch, step: next.step } : null
}

/**
 * The changes of a run with one more, after which it goes on with this rate and method; those behind its place are dropped, and
 * one that was made at the same place is part of it. What changes nothing is left out.
 * @param wanted a method begins with its usual settings; without a rate also with its usual rate
 */
export function changesWith(
  training: TrainingSpec,
  changes: readonly RunChange[],
  place: Place,
  wanted: { readonly learningRate?: number | undefined; readonly method?: OptimizerSpec['type'] | undefined },
): { readonly changes: RunChange[]; readonly change: RunChange | null } {
  const now = optimizerAt(trainingAt(training, changes, place), place)
  const before = optimizerAt(trainingUpTo(training, changes, place), place)
  const { method = now.type, learningRate } = wanted
  const own = [now, before].find(({ type }) => type === method) ?? OptimizerSpec.parse({ type: method })
  const usual = method === now.type ? now : own
  const after = OptimizerSpec.parse({ ...usual, learningRate: learningRate ?? usual.learningRate })
  const earlier = changes.filter((change) => isBefore(change, place))
  const change = changeOf(before, after, place)
  return { changes: change ? [...earlier, change] : earlier, change }
}

/** The optimiser with the rate that it has at a place before any schedule. */
export function optimizerAt(training: TrainingSpec, { epoch }: Place): OptimizerSpec {
  return { ...training.optimizer, learningRate: baseRateAt(training, epoch) }
}

function changeOf(before: OptimizerSpec, after: OptimizerSpec, { epoch, step }: Place): RunChange | null {
  if (before.type !== after.type) return { epoch, step, path: 'optimizer', before, after }
  if (before.learningRate === after.learningRate) return null
  const [from, to] = [before.learningRate, after.learningRate]
  return { epoch, step, path: 'optimizer.learningRate', before: from, after: to }
}

/** Planned changes of the rate that have begun by then give way to it; those to come still come. */
function withChange(training: TrainingSpec, change: RunChange): TrainingSpec {
  const optimizer = change.path === 'optimizer' ? change.after : { ...training.optimizer, learningRate: change.after }
  const changes = training.changes.flatMap(({ learningRate, ...rest }) => {
    if (rest.epoch > change.epoch + 1) return [{ ...rest, ...(learningRate !== undefined && { learningRate }) }]
    return Object.keys(rest).length > 1 ? [rest] : []
  })
  return { ...training, optimizer, changes }
}
