import { ROW, WINOGRAD_CHANNELS, WINOGRAD_TILES } from './layout'

/**
 * Winograd's F(2×2, 3×3) for convolutions of stride 1 (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks",
 * 2015): every 2×2 outputs come from a 4×4 patch d of the picture, Y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A, summed over the channels
 * before A: 16 products where the definition needs 36. Each of the 16 places ξ of the patch is a matrix product of its own.
 * A value that is not finite spreads over its patch.
 */

export const BLOCK_TILES: u32 = WINOGRAD_TILES
/** Channels that are multiplied at once. */
export const BLOCK_CHANNELS: u32 = WINOGRAD_CHANNELS
/** Places of a patch. */
export const PLACES: u32 = 16
/** Four places of one tile, each with room for a block of channels, share a row as the register tile wants it. */
const PLACES_BYTES: usize = BLOCK_TILES * ROW * 4
/** In the scratch block, behind the transformed patches: one patch at the picture's edge; transformed deltas. */
const EDGE_OFFSET: usize = 4 * PLACES_BYTES
export const DELTAS_OFFSET: usize = EDGE_OFFSET + PLACES * BLOCK_CHANNELS * 4

/** A batch of pictures under windows of 3×3, cut into tiles of 2×2 outputs. */
@unmanaged
export class WinogradTiles {
  image: usize
  height: u32
  width: u32
  channels: u32
  padTop: u32
  padLeft: u32
  outHeight: u32
  outWidth: u32

  @inline
  get tilesHigh(): u32 {
    return (this.outHeight + 1) >> 1
  }

  @inline
  get tilesWide(): u32 {
    return (this.outWidth + 1) >> 1
  }

  /** One row of Bᵀd times B. */
  @inline
  storePatchRow(into: usize, t0: v128, t1: v128, t2: v128, t3: v128): void {
    v128.store(into, f32x4.sub(t0, t2))
    v128.store(into, f32x4.add(t1, t2), BLOCK_CHANNELS * 4)
    v128.store(into, f32x4.sub(t2, t1), BLOCK_CHANNELS * 8)
    v128.store(into, f32x4.sub(t1, t3), BLOCK_CHANNELS * 12)
  }
}

export function tilesPerExample(w: WinogradTiles): u32 {
  return w.tilesHigh * w.tilesWide
}

/** Where the transformed patches of one place begin: rows of tiles, `ROW` floats apart. */
export function placeOf(patches: usize, place: u32): usize {
  return patches + (place >> 2) * PLACES_BYTES + (place & 3) * (BLOCK_CHANNELS * 4)
}

/** Bᵀ d B of channels [from, to) of these tiles, to the beginning of the scratch block. */
export function transformPatches(w: WinogradTiles, first: u32, tiles: u32, from: u32, to: u32, scratch: usize): void {
  const edge = scratch + EDGE_OFFSET
  let into = scratch
  const pixelBytes: usize = w.channels << 2
  const lineBytes = w.width * pixelBytes
  const bytes: usize = (to - from) << 2
  const wide = w.tilesWide
  const high = w.tilesHigh
  let ty = first / wide
  let tx = first - ty * wide
  const example = ty / high
  ty -= example * high
  let picture = w.image + example * w.height * lineBytes + (from << 2)
  for (let tile: u32 = 0; tile < tiles; tile++) {
    const top = <i32>(2 * ty - w.padTop)
    const left = <i32>(2 * tx - w.padLeft)
    const isInside = top >= 0 && left >= 0 && <u32>top + 4 <= w.height && <u32>left + 4 <= w.width
    if (isInside) transformPatch(w, picture + top * lineBytes + left * pixelBytes, lineBytes, pixelBytes, bytes, into)
    else {
      gatherPatch(w, picture, top, left, lineBytes, pixelBytes, bytes, edge)
      transformPatch(w, edge, 4 * bytes, bytes, bytes, into)
    }
    into += ROW * 4
    tx += 1
    if (tx == wide) {
      tx = 0
      ty += 1
      if (ty == high) {
        ty = 0
        picture += w.height * lineBytes
      }
    }
  }
}

/** The 4×4 pixels of a patch side by side, zeros outside of the picture. */
function gatherPatch(
  w: WinogradTiles,
  picture: usize,
  top: i32,
  left: i32,
  lineBytes: usize,
  pixelBytes: usize,
  bytes: usize,
  into: usize,
): void {
  for (let y = top; y < top + 4; y++) {
    for (let x = left; x < left + 4; x++) {
      if (<u32>y < w.height && <u32>x < w.width) memory.copy(into, picture + y * lineBytes + x * pixelBytes, bytes)
      else memory.fill(into, 0, bytes)
      into += bytes
    }
  }
}

/** Bᵀ = ((1, 0, −1, 0), (0, 1, 1, 0), (0, −1, 1, 0), (0, 1, 0, −1)) */
function transformPatch(
  w: WinogradTiles,
  patch: usize,
  lineBytes: usize,
  pixelBytes: usize,
  bytes: usize,
  into: usize,
): void {
  const two = pixelBytes << 1
  const three = two + pixelBytes
  for (const end = into + bytes; into < end; into += 16, patch += 16) {
    const line1 = patch + lineBytes
    const line2 = line1 + lineBytes
    const line3 = line2 + lineBytes
    const b0 = v128.load(line1)
    const b1 = v128.load(line1 + pixelBytes)
    const b2 = v128.load(line1 + two)
    const b3 = v128.load(line1 + three)
    const c0 = v128.load(line2)
    const c1 = v128.load(line2 + pixelBytes)
    const c2 = v128.load(line2 + two)
    const c3 = v128.load(line2 + three)
    w.storePatchRow(
      into,
      f32x4.sub(v128.load(patch), c0),
      f32x4.sub(v128.load(patch + pixelBytes), c1),
      f32x4.sub(v128.load(patch + two), c2),
      f32x4.sub(v128.load(patch + three), c3),
    )
    w.storePatchRow(into + PLACES_BYTES, f32x4.add(b0, c0), f32x4.add(b1, c1), f32x4.add(b2, c2), f32x4.add(b3, c3))
    w.storePatchRow(into + 2 * PLACES_BYTES, f32x4.sub(c0, b0), f32x4.sub(c1, b1), f32x4.sub(c2, b2), f32x4.sub(c3, b3))
    w.storePatchRow(
      into + 3 * PLACES_BYTES,
      f32x4.sub(b0, v128.load(line3)),
      f32x4.sub(b1, v128.load(line3 + pixelBytes)),
      f32x4.sub(b2, v128.load(line3 + two)),
      f32x4.sub(b3, v128.load(line3 + three)),
    )
  }
}
