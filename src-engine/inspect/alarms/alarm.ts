import type { Diagnostics, LayerDiagnostics } from '../diagnostics.ts'

export type AlarmKind =
  'lossDiverging' | 'deadRelu' | 'vanishingGradient' | 'explodingGradient' | 'noLearning' | 'overfitting'

/** Something that a person training a network would want to be told. */
export interface Alarm {
  readonly kind: AlarmKind
  /** A notice is worth a look, a warning worth a change, and behind an alarm the run is lost as it is. */
  readonly severity: 'notice' | 'warning' | 'alarm'
  /** Index of the layer it is about; null: the whole run. */
  readonly layer: number | null
  /** What was seen, with its number. */
  readonly message: string
  /** What usually is behind it. */
  readonly cause: string
  /** What to do, the best first. */
  readonly remedy: string
  /** The number that was judged; null where that is not finite. */
  readonly value: number | null
}

/** What alarms are judged by. */
export interface AlarmInput {
  /** Of each finished epoch, the newest last. */
  readonly history: {
    readonly loss: readonly number[]
    /** NaN of a regression. */
    readonly accuracy: readonly number[]
    /** Null without validation examples. */
    readonly valLoss: readonly number[] | null
    readonly valAccuracy: readonly number[] | null
  }
  /** Training steps done so far. */
  readonly steps: number
  /** The newest; null before the first. */
  readonly diagnostics: Diagnostics | null
  /** Null of a regression. */
  readonly classes: number | null
  /** Loss of guessing, by `guessingLoss` or `guessingLossOfTargets`; null where that has no formula. */
  readonly guessingLoss: number | null
}

/** `layer 0 (dense)`, as elsewhere counted from 0. */
export const layerName = ({ layer, type }: LayerDiagnostics): string => `layer ${layer} (${type})`

/** Four digits of a loss or a norm. */
export const digits = (value: number): string => String(Number(value.toPrecision(4)))

export const percent = (share: number): string => `${Math.round(100 * share)} %`

export const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null)

/**
 * The alarms that are not among those given before: of one kind, layer and severity each is told once.
 * @param before all alarms of the run so far
 */
export function newAlarms(before: readonly Alarm[], now: readonly Alarm[]): Alarm[] {
  const keyOf = ({ kind, layer, severity }: Alarm): string => `${kind} ${layer} ${severity}`
  const known = new Set(before.map(keyOf))
  return now.filter((alarm) => !known.has(keyOf(alarm)))
}
