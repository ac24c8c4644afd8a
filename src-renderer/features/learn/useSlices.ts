import { onScopeDispose, readonly, shallowRef } from 'vue'

/** For how long a slice takes its time, in milliseconds: a page that is drawn 60 times a second has 16. */
const SLICE = 10

/** What a generator gives, taken in slices between which the page is drawn; beginning anew drops what was there. */
export function useSlices<T>() {
  const items = shallowRef<readonly T[]>([])
  const isRunning = shallowRef(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  function begin(source: Iterable<T>): void {
    stop()
    items.value = []
    isRunning.value = true
    const iterator = source[Symbol.iterator]()
    timer = setTimeout(() => take(iterator))
  }

  function take(iterator: Iterator<T>): void {
    const taken: T[] = []
    const end = performance.now() + SLICE
    do {
      const next = iterator.next()
      if (next.done) isRunning.value = false
      else taken.push(next.value)
    } while (isRunning.value && performance.now() < end)
    items.value = [...items.value, ...taken]
    if (isRunning.value) timer = setTimeout(() => take(iterator))
  }

  function stop(): void {
    clearTimeout(timer)
    isRunning.value = false
  }

  onScopeDispose(stop)
  return { items: readonly(items), isRunning: readonly(isRunning), begin, stop }
}
