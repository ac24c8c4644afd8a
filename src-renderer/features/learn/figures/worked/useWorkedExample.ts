import { computed, shallowRef } from 'vue'
import {
  MAN_VS_CHICKEN,
  manVersusChickenByHand,
  type ManVersusChickenOptions,
} from '../../../../../src-engine/lessons/man-vs-chicken/man-vs-chicken.ts'
import { mazur, MAZUR, type MazurOptions } from '../../../../../src-engine/lessons/mazur/mazur.ts'

export type ExampleName = 'mazur' | 'manVersusChicken'
export const EXAMPLES: Readonly<Record<ExampleName, string>> = {
  mazur: 'Mazur’s example',
  manVersusChicken: 'Man or chicken',
}

/** Both worked examples of 2-2-2; one is looked at, and every number of it can be changed by its name. */
export function useWorkedExample(first: ExampleName) {
  const name = shallowRef<ExampleName>(first)
  const own = shallowRef<MazurOptions>(MAZUR)
  const book = shallowRef<ManVersusChickenOptions>(MAN_VS_CHICKEN)
  const isMazur = computed(() => name.value === 'mazur')
  const options = computed(() => (isMazur.value ? own.value : book.value))
  const result = computed(() => (isMazur.value ? mazur(own.value) : manVersusChickenByHand(book.value)))
  const unfolded = computed(() => result.value.unfolded)
  const costName = computed(() => (isMazur.value ? 'E' : 'SE'))
  const cost = computed(() => ({ name: costName.value, value: result.value.error, targets: options.value.t }))
  const isPrinted = computed(() => options.value === (isMazur.value ? MAZUR : MAN_VS_CHICKEN))

  /** Changes inputs, targets, η or the order. */
  function change(changed: Partial<Pick<MazurOptions, 'x' | 't' | 'eta' | 'order'>>): void {
    if (isMazur.value) own.value = { ...own.value, ...changed }
    else book.value = { ...book.value, ...changed }
  }
  function setWeight(weight: string, value: number): void {
    if (!isMazur.value) book.value = { ...book.value, P: { ...book.value.P, [weight]: value } }
    else if (weight.startsWith('b_'))
      own.value = { ...own.value, b: { ...own.value.b, [weight.startsWith('b_h') ? 'b1' : 'b2']: value } }
    else own.value = { ...own.value, w: { ...own.value.w, [weight]: value } }
  }
  /** Back to what is printed. */
  function reset(): void {
    if (isMazur.value) own.value = MAZUR
    else book.value = MAN_VS_CHICKEN
  }
  return { name, options, result, unfolded, costName, cost, isPrinted, change, setWeight, reset }
}
