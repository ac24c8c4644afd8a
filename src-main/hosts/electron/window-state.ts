import { readFileSync, writeFileSync } from 'node:fs'
import type { Rectangle } from 'electron'
import * as z from 'zod'

const WindowState = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  maximized: z.boolean(),
})
export type WindowState = z.infer<typeof WindowState>

export const MIN_SIZE = { width: 1024, height: 700 }
const FIRST_SIZE = { width: 1280, height: 800 }
/** Of the title bar, this much has to be on a screen, so that the window can be moved by hand (pixels). */
const GRIP = 100

/** @returns null when nothing, or nothing useful, was remembered. */
export function readWindowState(file: string): WindowState | null {
  try {
    return WindowState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

/** A convenience: where it cannot be written, the window opens in its first place again. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(file, JSON.stringify(state), { mode: 0o600 })
  } catch {
    return
  }
}

/** Where the window opens: where it was, unless that screen is gone; no larger than its screen, if the views fit there. */
export function placeWindow(
  state: WindowState | null,
  screens: readonly Rectangle[],
): Partial<Rectangle> & { width: number; height: number } {
  const screen = state && screens.find((area) => gripIsOn(state, area))
  const size = state ?? FIRST_SIZE
  const within = screen ?? screens[0] ?? { x: 0, y: 0, ...size }
  const width = Math.max(MIN_SIZE.width, Math.min(size.width, within.width))
  const height = Math.max(MIN_SIZE.height, Math.min(size.height, within.height))
  return screen ? { x: state.x, y: state.y, width, height } : { width, height }
}

function gripIsOn(state: WindowState, area: Rectangle): boolean {
  const left = Math.max(state.x, area.x)
  const right = Math.min(state.x + state.width, area.x + area.width)
  return right - left >= GRIP && state.y >= area.y && state.y <= area.y + area.height - GRIP
}
