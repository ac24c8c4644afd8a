import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

/** Numbers that look random and are always the same. */
function noise(seed: number): () => number {
  let state = seed * 2654435761 + 1
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** A small PNG of stripes with noise: upright for `bars`, lying for `lines`. */
export async function stripes(kind: 'bars' | 'lines', seed: number, size = 24): Promise<Buffer> {
  const random = noise(seed + (kind === 'bars' ? 0 : 1_000_003))
  const period = 4 + Math.floor(random() * 3)
  const phase = Math.floor(random() * period)
  const data = Buffer.alloc(size * size * 3)
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const on = (((kind === 'bars' ? x : y) + phase) % period) * 2 < period
      for (let channel = 0; channel < 3; channel++)
        data[(y * size + x) * 3 + channel] = (on ? 190 : 50) + Math.floor(random() * 40)
    }
  return sharp(data, { raw: { width: size, height: size, channels: 3 } })
    .png()
    .toBuffer()
}

/** A folder with the classes `bars` and `lines`, `count` pictures each. */
export async function stripesFolder(root: string, count: number): Promise<string> {
  for (const kind of ['bars', 'lines'] as const) {
    await mkdir(join(root, kind), { recursive: true })
    for (let index = 0; index < count; index++)
      await writeFile(join(root, kind, `${index}.png`), await stripes(kind, index))
  }
  return root
}
