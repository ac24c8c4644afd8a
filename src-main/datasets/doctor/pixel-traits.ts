import type { Picture } from '../../../src-engine/data/prepare/picture.ts'
import type { PictureTrait } from './traits.ts'

/** Levels of 255 between the darkest and the brightest sample of one colour: what saving as JPEG adds. */
const ONE_COLOUR = 3
/** A sample up to here looks black on a screen. */
const BLACK = 25
/** A picture in which no larger share of the samples is brighter shows nothing; thin strokes cover some per cent. */
const BRIGHT_SHARE = 0.005

/** Whether a picture shows nothing. @param view its gray view: most pictures are told from it alone */
export function pixelTraits({ data }: Picture, view: Float32Array): PictureTrait[] {
  let [least, most, sum] = [255, 0, 0]
  for (const gray of view) {
    least = Math.min(least, gray)
    most = Math.max(most, gray)
    sum += gray
  }
  if (most - least <= ONE_COLOUR && isOneColour(data)) return ['oneColour']
  // Means of black parts with some bright samples in them stay below this.
  if (sum / view.length <= BLACK + BRIGHT_SHARE * 255 && isNearlyBlack(data)) return ['nearlyBlack']
  return []
}

function isOneColour(data: Uint8Array): boolean {
  const least = [255, 255, 255]
  const most = [0, 0, 0]
  for (let i = 0; i < data.length; i++) {
    const [channel, value] = [i % 3, data[i]!]
    if (value < least[channel]!) least[channel] = value
    if (value > most[channel]!) most[channel] = value
    if (most[channel]! - least[channel]! > ONE_COLOUR) return false
  }
  return true
}

function isNearlyBlack(data: Uint8Array): boolean {
  const allowed = data.length * BRIGHT_SHARE
  let bright = 0
  for (const value of data) if (value > BLACK && ++bright > allowed) return false
  return true
}
