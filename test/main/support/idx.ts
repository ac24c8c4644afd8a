import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { writeIdx } from '../../../src-engine/data/idx.ts'

const SIDE = 8

/** A gray picture of 8×8 pixels whose bright quarter tells its label, 0 to 3; the rest differs from picture to picture. */
export function quarter(label: number, seed: number): Uint8Array {
  return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [row, column] = [Math.floor(i / SIDE), i % SIDE]
    const inside = (row < 4 ? 0 : 2) + (column < 4 ? 0 : 1) === label
    return (inside ? 200 : 20) + ((i * 31 + seed * 17 + label * 7) % 40)
  })
}

/** The pictures file and the labels file of `count` quarters, labels 0, 1, 2, 3, 0, 1 … */
export function quarterFiles(count: number, seed = 0): { images: Uint8Array; labels: Uint8Array } {
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 4)
  const values = Uint8Array.from([...labels].flatMap((label, i) => [...quarter(label, seed + i)]))
  return {
    images: writeIdx({ shape: [count, SIDE, SIDE], values }),
    labels: writeIdx({ shape: [count], values: labels }),
  }
}

/** A folder as MNIST comes: 40 pictures for training, packed, and 12 for testing, not packed. */
export async function quartersFolder(root: string): Promise<string> {
  await mkdir(root, { recursive: true })
  const [train, test] = [quarterFiles(40), quarterFiles(12, 1000)]
  await writeFile(join(root, 'train-images-idx3-ubyte.gz'), gzipSync(train.images))
  await writeFile(join(root, 'train-labels-idx1-ubyte.gz'), gzipSync(train.labels))
  await writeFile(join(root, 't10k-images-idx3-ubyte'), test.images)
  await writeFile(join(root, 't10k-labels-idx1-ubyte'), test.labels)
  return root
}
