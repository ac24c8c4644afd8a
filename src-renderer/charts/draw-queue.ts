/** Milliseconds of drawing in one frame; what is left waits for the next one, so that the page stays quick. */
const BUDGET = 6

const waiting = new Set<() => void>()
let frame = 0

/** Draws in one of the next frames, once, however often it is asked for until then. */
export function drawSoon(draw: () => void): void {
  waiting.add(draw)
  frame ||= requestAnimationFrame(drawSome)
}

export function drawNever(draw: () => void): void {
  waiting.delete(draw)
}

function drawSome(): void {
  const started = performance.now()
  for (const draw of waiting) {
    waiting.delete(draw)
    draw()
    if (performance.now() - started > BUDGET) break
  }
  frame = waiting.size > 0 ? requestAnimationFrame(drawSome) : 0
}
