import { DEFAULT_BACKGROUND, PrepareSpec } from '../../../../src-engine/spec/data.ts'
import type { PrepareDraft } from '../../../stores/train-draft.ts'

const LARGEST = 1024

export type PrepareErrors = Partial<Record<'height' | 'width' | 'background', string>>

/** What the form shows: what the person set, else as in `base`. */
export function shownPrepare(draft: PrepareDraft, base: PrepareSpec) {
  return {
    height: draft.height ?? base.size[0],
    width: draft.width ?? base.size[1],
    channels: draft.channels ?? base.channels,
    fit: draft.fit ?? base.fit,
    scale: draft.scale ?? base.scale,
    invert: draft.invert ?? base.invert,
    background: draft.background ?? base.background ?? DEFAULT_BACKGROUND,
  }
}

/** Which fields cannot be used, with what they need. */
export function prepareErrors({ height, width, background }: PrepareDraft): PrepareErrors {
  const isSide = (side: PrepareDraft['height']): boolean =>
    side === undefined || (Number.isInteger(side) && Number(side) >= 1 && Number(side) <= LARGEST)
  const isColour = background === undefined || PrepareSpec.shape.background.safeParse(background).success
  return {
    ...(!isSide(height) && { height: `A whole number from 1 to ${LARGEST}.` }),
    ...(!isSide(width) && { width: `A whole number from 1 to ${LARGEST}.` }),
    ...(!isColour && { background: 'A colour such as #ffffff.' }),
  }
}

/** The parts of a preparation that the person set and that can be used. */
export function setPrepare(draft: PrepareDraft, base: PrepareSpec): Partial<PrepareSpec> {
  const errors = prepareErrors(draft)
  const { height, width, background, ...rest } = draft
  const side = (name: 'height' | 'width', value: PrepareDraft['height'], before: number): number =>
    typeof value === 'number' && !errors[name] ? value : before
  const sizeIsSet = height !== undefined || width !== undefined
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    ...(sizeIsSet && { size: [side('height', height, base.size[0]), side('width', width, base.size[1])] }),
    ...(background !== undefined && !errors.background && { background: background.toLowerCase() }),
  }
}

/** Whether the pictures have to be decoded once more: scaling alone happens later. */
export function isPreparedAnew(prepare: PrepareSpec, imported: PrepareSpec): boolean {
  const pixels = ({ size, channels, fit, invert, background }: PrepareSpec): string =>
    JSON.stringify([size, channels, fit, invert, background?.toLowerCase() ?? DEFAULT_BACKGROUND])
  return pixels(prepare) !== pixels(imported)
}
