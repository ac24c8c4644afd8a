import { computed, shallowRef, watch } from 'vue'
import type { Field } from '../../../../../src-engine/lessons/optimisers/race.ts'
import { LearningRate, OptimizerSpec } from '../../../../../src-engine/spec/optimizer.ts'

/** Optimisers whose learning rates can be changed; other ones begin with their own. */
export function useRates(given: () => Field) {
  const changed = shallowRef<Readonly<Record<string, number>>>({})
  watch(given, () => (changed.value = {}))

  const field = computed((): Field => {
    const specs = Object.entries(given()).map(([name, spec]) => {
      const learningRate = changed.value[name]
      return [name, learningRate === undefined ? spec : { ...spec, learningRate }] as const
    })
    return Object.fromEntries(specs)
  })
  const specs = computed(() =>
    Object.entries(field.value).map(([name, spec]) => [name, OptimizerSpec.parse(spec)] as const),
  )

  /** What is no learning rate changes nothing. */
  function setRate(name: string, rate: number): void {
    if (LearningRate.safeParse(rate).success) changed.value = { ...changed.value, [name]: rate }
  }
  return { field, specs, setRate }
}
