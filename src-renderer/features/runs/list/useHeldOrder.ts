import { shallowRef, watch } from 'vue'

/**
 * The order of rows, which does not change by itself while somebody is about to click on one: a run that trains gets new
 * figures every second, and sorted by them it would move away under the pointer. As long as `isHeld`, what is there keeps its
 * place and what is new stands last; what a person asks for (`asked` changes) holds at once, the rest when it is let go.
 */
export function useHeldOrder(ids: () => readonly string[], asked: () => unknown, isHeld: () => boolean) {
  const order = shallowRef<readonly string[]>(ids())
  watch([ids, asked, isHeld], ([wanted, nextAsked, held], [, lastAsked]) => {
    if (!held || nextAsked !== lastAsked) {
      order.value = wanted
      return
    }
    const left = new Set(wanted)
    const kept = order.value.filter((id) => left.delete(id))
    order.value = [...kept, ...left]
  })
  return order
}
