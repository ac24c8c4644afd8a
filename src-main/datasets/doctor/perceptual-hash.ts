import { VIEW_SIDE } from './gray-view.ts'

/** Frequencies 1 to 8 each way, so 64 bits. */
const SIDE = 8

/**
 * A hash of 64 bits that differs in few of them between pictures that look alike: the signs of the 8×8 lowest frequencies
 * of the picture's discrete cosine transform (DCT-II) without those of frequency 0, as 16 hex digits, row by row.
 * Source: C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010), section 3.2.1; signs in
 * place of a comparison with the median, which lies beside 0, let the hash of a mirrored picture be told from the hash.
 * @param view gray, 32×32, row-major
 */
export function perceptualHash(view: Float32Array): string {
  const rows = new Float64Array(VIEW_SIDE * SIDE)
  for (let y = 0; y < VIEW_SIDE; y++)
    for (let u = 0; u < SIDE; u++) {
      let sum = 0
      for (let x = 0; x < VIEW_SIDE; x++) sum += view[y * VIEW_SIDE + x]! * COSINES[u * VIEW_SIDE + x]!
      rows[y * SIDE + u] = sum
    }
  let hash = ''
  let digit = 0
  for (let bit = 0; bit < SIDE * SIDE; bit++) {
    const [v, u] = [Math.floor(bit / SIDE), bit % SIDE]
    let sum = 0
    for (let y = 0; y < VIEW_SIDE; y++) sum += rows[y * SIDE + u]! * COSINES[v * VIEW_SIDE + y]!
    digit = digit * 2 + (sum > 0 ? 1 : 0)
    if (bit % 4 < 3) continue
    hash += digit.toString(16)
    digit = 0
  }
  return hash
}

/** cos((2x + 1) (u + 1) π / 2N) of position x in line u. */
const COSINES = Float64Array.from({ length: SIDE * VIEW_SIDE }, (_, i) => {
  const [u, x] = [Math.floor(i / VIEW_SIDE) + 1, i % VIEW_SIDE]
  return Math.cos(((2 * x + 1) * u * Math.PI) / (2 * VIEW_SIDE))
})

/** Seen in a mirror, cosines of odd frequency change their sign: bits 0, 2, 4 and 6 of every row. */
export const MIRRORED = 0xaa_aa_aa_aa
