import type { DatasetSummary } from '../../../../src-main/contract/types.ts'
import type { PlanName, TrainDraft } from '../../../stores/train-draft.ts'
import { planRuns } from './plans.ts'

/**
 * The draft with what its plan fills in where nobody has set anything: the same spec, written out. A run that is trained
 * again and another preset than the plan's follow no plan.
 * @param turn which run of the plan
 */
export function plannedDraft(draft: TrainDraft, dataset: DatasetSummary, turn = 0): TrainDraft {
  const run = planRuns(draft.plan, dataset)[turn]
  if (!run || draft.base || (draft.preset !== '' && draft.preset !== run.preset)) return draft
  return {
    ...draft,
    preset: run.preset ?? draft.preset,
    epochs: draft.epochs ?? run.epochs ?? null,
    prepare: { ...run.prepare, ...draft.prepare },
    settings: { ...run.settings, ...draft.settings },
  }
}

/** Whether anything was changed since the plan was chosen; data, seed and the number of seeds belong to no plan. */
export function isCustom(draft: TrainDraft, dataset: DatasetSummary): boolean {
  const { plan, datasetId, seed, seeds, ...set } = plannedDraft(draft, dataset)
  const { base, own, from, preset, epochs, prepare, settings, ...numbers } = set
  const [first = {}] = planRuns(plan, dataset)
  if (base || own || from) return true
  const same = (a: object, b: object): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
  return !(
    preset === (first.preset ?? '') &&
    epochs === (first.epochs ?? null) &&
    same(prepare, first.prepare ?? {}) &&
    same(settings, first.settings ?? {}) &&
    Object.values(numbers).every((value) => value === null)
  )
}

const sorted = (part: object): [string, unknown][] => Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))

/** Every run that starting would make, seeds aside: several only of a plan that nobody has changed. */
export function draftsToRun(draft: TrainDraft, dataset: DatasetSummary): readonly TrainDraft[] {
  const runs = isCustom(draft, dataset) ? [{}] : planRuns(draft.plan, dataset)
  return runs.map((_, turn) => plannedDraft(draft, dataset, turn))
}

/** A plan as it would be started with nothing changed. */
export function draftsOfPlan(plan: PlanName, draft: TrainDraft, dataset: DatasetSummary): readonly TrainDraft[] {
  const { datasetId, seed, seeds } = draft
  const none = { own: null, base: null, from: null, preset: '', prepare: {}, settings: {} }
  const numbers = {
    epochs: null,
    batchSize: null,
    learningRate: null,
    schedule: null,
    patience: null,
    targetLoss: null,
    minutes: null,
  }
  return draftsToRun({ ...none, ...numbers, datasetId, seed, seeds, plan }, dataset)
}
