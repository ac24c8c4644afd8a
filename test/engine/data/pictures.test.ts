import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { BUILT_INS, builtIn } from '../../../src-engine/data/built-in.ts'
import { BUILT_IN_PICTURES } from '../../../src-engine/data/pictures/built-in.ts'
import { digitOf, drawnDigits } from '../../../src-engine/data/pictures/digits/digits.ts'
import { labelOf } from '../../../src-engine/data/pictures/drawn-pictures.ts'
import { manVersusChicken } from '../../../src-engine/data/pictures/man-vs-chicken.ts'
import { drawnShapes } from '../../../src-engine/data/pictures/shapes/shapes.ts'
import { defaultPreset, presetNetwork } from '../../../src-engine/spec/presets.ts'
import { inferShapes } from '../../../src-engine/spec/shapes.ts'
import { goldens } from '../support/goldens.ts'
import { drawnSource, learnDrawn } from '../support/drawn.ts'

/** Of all pictures in order. What was stored from them must stay what is drawn: a change is a new name. */
const CONTENT: Record<string, string> = {
  'man-vs-chicken': '23b04a0bf28e496e',
  'drawn-digits': '71ad3f90b076a3b7',
  'drawn-shapes': '8945f5adbf9db7c6',
}

describe.each(BUILT_IN_PICTURES)('$name', ({ name, about, split, pictures }) => {
  const all = Array.from({ length: pictures.count }, (_, index) => pictures.draw(index))

  it('is what it was when data sets were made of it', () => {
    const hash = createHash('sha256')
    for (const picture of all) hash.update(picture)
    expect(hash.digest('hex').slice(0, 16)).toBe(CONTENT[name])
  })

  it('has as many pictures of each class, all of one size, and none twice', () => {
    const [height, width, channels] = pictures.shape
    expect(all.every(({ length }) => length === height * width * channels)).toBe(true)
    expect(new Set(all.map((picture) => Buffer.from(picture).toString('latin1'))).size).toBe(pictures.count)
    const counts = pictures.classes.map(
      (_, label) => all.filter((_, index) => labelOf(pictures, index) === label).length,
    )
    expect(new Set(counts)).toEqual(new Set([pictures.count / pictures.classes.length]))
  })

  it('draws each by its number alone', () => {
    expect(pictures.draw(pictures.count - 1)).toEqual(all.at(-1))
    expect(pictures.draw(17)).toEqual(all[17])
  })

  it('says how many there are, and its shares add up', () => {
    expect(about).toContain(pictures.count.toLocaleString('en'))
    expect(split[0] + split[1] + split[2]).toBeCloseTo(1, 12)
  })
})

it('every name of built-in data is its own', () => {
  expect(new Set(BUILT_INS.map(({ name }) => name)).size).toBe(BUILT_INS.length)
  expect([builtIn('drawn-digits')?.title, builtIn('xor')?.title, builtIn('constructor')]).toEqual([
    'Drawn digits',
    'XOR gate',
    null,
  ])
})

describe('man or chicken', () => {
  const shown = (index: number): string[] =>
    Array.from({ length: 8 }, (_, y) =>
      Array.from(manVersusChicken.draw(index).subarray(8 * y, 8 * y + 8), (value) =>
        value === 0 ? '#' : value === 255 ? '.' : '?',
      ).join(''),
    )

  it('begins each class with the plain figure', () => {
    expect(shown(0)).toEqual([
      '...##...',
      '...##...',
      '.######.',
      '.#.##.#.',
      '...##...',
      '..#..#..',
      '.##..##.',
      '........',
    ])
    expect(shown(manVersusChicken.count / 2)).toEqual([
      '..##....',
      '.###..#.',
      '..##.##.',
      '..#####.',
      '...####.',
      '....#...',
      '...###..',
      '........',
    ])
  })

  it('gets the network of the book, and every seed of a hundred learns it whole', () => {
    const preset = defaultPreset(manVersusChicken.shape)
    const layers = inferShapes(presetNetwork(preset, manVersusChicken.shape, 2))
    const parameters = layers.reduce((sum, { parameterCount }) => sum + parameterCount, 0)
    expect(parameters).toBe(goldens.parameter_counts['64-64-2'])
    const train = drawnSource(manVersusChicken, (index) => index % 5 < 3)
    const test = drawnSource(manVersusChicken, (index) => index % 5 === 4)
    const seeds = Array.from({ length: 100 }, (_, seed) => seed)
    expect(seeds.filter((seed) => learnDrawn(manVersusChicken, train, test, { preset, seed }) < 1)).toEqual([])
  })
})

describe('drawn digits', () => {
  const some = Array.from({ length: 1000 }, (_, i) => drawnDigits.draw(10 * i + (i % 10)))

  it('lie as those of MNIST do: their mass in the middle, their ink within 20 pixels or so', () => {
    for (const picture of some) {
      let [mass, x, y] = [0, 0, 0]
      const [columns, rows] = [new Set<number>(), new Set<number>()]
      for (const [at, value] of picture.entries()) {
        mass += value
        x += value * ((at % 28) + 0.5)
        y += value * (Math.floor(at / 28) + 0.5)
        if (value <= 128) continue
        columns.add(at % 28)
        rows.add(Math.floor(at / 28))
      }
      expect(Math.abs(x / mass - 14.5)).toBeLessThan(0.75)
      expect(Math.abs(y / mass - 14.5)).toBeLessThan(0.75)
      const longest = Math.max(columns.size, rows.size)
      expect(longest).toBeGreaterThanOrEqual(18)
      expect(longest).toBeLessThanOrEqual(21)
    }
  })

  it('teach: a fifth of them is enough to read most of the others', () => {
    const train = drawnSource(drawnDigits, (index) => index % 10 < 2)
    const others = drawnSource(drawnDigits, (index) => index % 10 === 9)
    expect(learnDrawn(drawnDigits, train, others, { preset: 'cnn-small', seed: 1, epochs: 4 })).toBeGreaterThan(0.85)
  })

  it('are white on black, with soft edges', () => {
    const share = (isOne: (value: number) => boolean): number =>
      some.reduce((sum, picture) => sum + picture.filter(isOne).length, 0) / (784 * some.length)
    expect(share((value) => value === 0)).toBeGreaterThan(0.75)
    expect(share((value) => value === 255)).toBeGreaterThan(0.06)
    expect(share((value) => value > 0 && value < 255)).toBeGreaterThan(0.05)
  })
})

it('shapes are not told apart by single pixels: a logistic regression hardly learns them', () => {
  const train = drawnSource(drawnShapes, (index) => index % 10 < 4)
  const test = drawnSource(drawnShapes, (index) => index % 10 === 9)
  expect(learnDrawn(drawnShapes, train, test, { preset: 'logistic', epochs: 10 })).toBeLessThan(0.65)
})

describe('a digit of somebody’s own hand', () => {
  const massOf = (pixels: Uint8Array): number => pixels.reduce((sum, value) => sum + value, 0)
  const L = [
    [
      [0, 0],
      [0, 300],
      [100, 300],
    ],
  ] as const

  it('fits into the box of the others, with its centre of mass in the middle, wherever it was drawn', () => {
    const pixels = digitOf(L)
    const rows = Array.from({ length: 28 }, (_, y) => massOf(pixels.subarray(y * 28, y * 28 + 28)))
    const inked = rows.flatMap((mass, y) => (mass > 0 ? [y] : []))
    expect(inked.at(-1)! - inked[0]! + 1).toBeGreaterThanOrEqual(20)
    expect(inked.at(-1)! - inked[0]! + 1).toBeLessThanOrEqual(22)
    const centre = rows.reduce((sum, mass, y) => sum + mass * (y + 0.5), 0) / massOf(pixels)
    expect(Math.abs(centre - 14.5)).toBeLessThan(0.6)
    expect(digitOf(L.map((line) => line.map(([x, y]) => [x / 10 + 7, y / 10 - 3] as const)))).toEqual(pixels)
  })

  it('is a dot where there is only a point, and nothing where there is nothing', () => {
    const dot = digitOf([[[5, 5]]])
    expect(dot.filter((value) => value > 0).length).toBeGreaterThan(3)
    expect(dot.filter((value) => value > 0).length).toBeLessThan(17)
    expect(massOf(digitOf([]))).toBe(0)
    expect(massOf(digitOf([[]]))).toBe(0)
  })
})
