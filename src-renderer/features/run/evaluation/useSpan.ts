import { computed } from 'vue'

/** Before the page is laid out. */
const UNKNOWN = 400
/** Drawn beyond what is in sight, so that a slow frame shows no gap. */
const BEYOND = 4

/** Which of `count` equal things of `size` pixels are in sight, the last one excluded. */
export function useSpan(place: () => { start: number; room: number; size: number; count: number }) {
  return computed(() => {
    const { start, room, size, count } = place()
    const from = Math.max(0, Math.floor(start / size) - BEYOND)
    const to = Math.min(count, Math.ceil((start + (room || UNKNOWN)) / size) + BEYOND)
    return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)
  })
}
