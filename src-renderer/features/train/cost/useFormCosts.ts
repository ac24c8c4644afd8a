import { computed } from 'vue'
import type { RunConfig } from '../../../../src-engine/spec/config.ts'
import type { DatasetSummary, RunCost } from '../../../../src-main/contract/types.ts'
import { PLANS, useTrainDraft, type PlanName } from '../../../stores/train-draft.ts'
import { configOf } from '../draft-config.ts'
import { draftsOfPlan } from '../plans/planned-draft.ts'
import { totalOf } from './cost-words.ts'
import { useRunCosts } from './useRunCosts.ts'

/** What the runs of the form take, and what each of the plain choices would; the form's own are asked about first. */
export function useFormCosts(dataset: () => DatasetSummary, runs: () => readonly RunConfig[]) {
  const store = useTrainDraft()
  const plans = computed((): Record<PlanName, readonly RunConfig[]> => {
    const of = (plan: PlanName): RunConfig[] =>
      draftsOfPlan(plan, store.draft, dataset()).flatMap((draft) => configOf(draft, dataset()) ?? [])
    return { quick: of('quick'), balanced: of('balanced'), thorough: of('thorough') }
  })
  const costOf = useRunCosts(() => [
    ...runs(),
    // A run that weights go on with offers no plan.
    ...(store.draft.from ? [] : PLANS.flatMap((plan) => plans.value[plan])),
  ])
  const costs = computed((): (RunCost | null)[] => runs().map(costOf))
  const seeds = computed(() => Number(store.draft.seeds) || 1)
  const seconds = computed((): Record<PlanName, number | null> => {
    const of = (plan: PlanName): number | null => {
      const all = plans.value[plan]
      return all.length === 0 ? null : totalOf(all.map(costOf), seeds.value)
    }
    return { quick: of('quick'), balanced: of('balanced'), thorough: of('thorough') }
  })
  return { costs, costOf, seeds, seconds }
}
