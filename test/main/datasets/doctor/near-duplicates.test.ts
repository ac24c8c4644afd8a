import { expect, test, type TestContext } from 'vitest'
import { HashIndex, hashesOf, RADIUS } from '../../../../src-main/datasets/doctor/near/hash-index.ts'
import { createRng } from '../../../../src-engine/train/rng.ts'
import { sharedData } from '../pictures.ts'
import { CHANGES, digitsOf, folderOf, measure, prepareAll, type Collection } from './support/planted.ts'

test('the index finds exactly the hashes that differ in at most so many bits', () => {
  const rng = createRng(5, 'data')
  const hash = (): string => Array.from({ length: 16 }, () => Math.floor(rng.uniform() * 16).toString(16)).join('')
  const flipped = (text: string, bits: number): string => {
    let value = BigInt(`0x${text}`)
    for (let i = 0; i < bits; i++) value ^= 1n << BigInt(Math.floor(rng.uniform() * 64))
    return value.toString(16).padStart(16, '0')
  }
  const centres = Array.from({ length: 20 }, hash)
  const all = centres.flatMap((centre) => [centre, ...Array.from({ length: 40 }, (_, i) => flipped(centre, i % 18))])
  const hashes = hashesOf(all)
  const index = new HashIndex(hashes)
  const distance = (a: string, b: string): number =>
    (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2).replaceAll('0', '').length
  for (const [i, text] of all.entries()) {
    const found = new Map<number, number>()
    index.near(hashes.upper[i]!, hashes.lower[i]!, (other, bits) => found.set(other, bits))
    const expected = all.flatMap((other, j) =>
      distance(text, other) <= RADIUS ? [[j, distance(text, other)] as const] : [],
    )
    expect([...found].sort(([a], [b]) => a - b)).toEqual(expected)
  }
})

interface Floor {
  readonly every: number
  /** Least share of planted copies that is found, of each change. */
  readonly recall: Readonly<Record<string, number>>
  /** Most pairs that nobody planted: straight strokes that are one another's shifted or mirrored copy. */
  readonly others: number
}

const EASY = { 'saved at quality 60': 0.98, '5 levels brighter': 0.98, '5 levels darker': 0.98, mirrored: 0.98 }

const SETS: readonly [string, (context: TestContext) => Collection | Promise<Collection>, Floor][] = [
  [
    'sign-digits-dev',
    (context) => folderOf(sharedData('folders/sign-digits-dev', context), 400),
    { every: 10, recall: { ...EASY, 'resized to 90 %': 0.98, 'cut by 2 px': 0.9 }, others: 0 },
  ],
  [
    'omniglot3-dev',
    (context) => folderOf(sharedData('folders/omniglot3-dev', context), 900),
    { every: 20, recall: { ...EASY, 'resized to 90 %': 0.98, 'cut by 2 px': 0.9 }, others: 1 },
  ],
  [
    'mnist',
    (context) => digitsOf(sharedData('mnist', context), 1000),
    { every: 10, recall: { ...EASY, 'resized to 90 %': 0.8, 'cut by 2 px': 0.15 }, others: 1 },
  ],
]
for (const [name, load, { every, recall, others }] of SETS)
  test(`planted copies are found beside look-alikes of ${name}`, async (context) => {
    const collection = await prepareAll(await load(context))
    for (const [change, floor] of Object.entries(recall)) {
      const measured = await measure(collection, CHANGES[change]!, every)
      expect(measured.found / measured.planted, change).toBeGreaterThanOrEqual(floor)
      expect(measured.others.length, change).toBeLessThanOrEqual(others)
    }
  })
