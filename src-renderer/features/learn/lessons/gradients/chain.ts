import type { BackwardUnit, ForwardUnit, Unfolded } from '../../../../../src-engine/lessons/worked/unfold.ts'
import { pathToCost } from '../../figures/worked/paths.ts'
import type { Quantity } from '../../quantities.ts'
import { symbolText, symbolTex } from '../../symbols.ts'
import type { Term } from '../../terms.ts'

/** One line of the chain rule: as symbols, as numbers, and what they come to. */
export interface ChainLine {
  readonly tex: string
  readonly terms: readonly Term[]
  readonly value: number
  readonly is: Quantity
}
export interface ChainPart {
  readonly title: string
  readonly lines: readonly ChainLine[]
}

/** What the outputs should be, and the cost: ½Σ(t − a)², or −Σ t ln a + (1 − t) ln(1 − a). */
export interface ChainCost {
  readonly letter: string
  readonly targets: readonly number[]
  readonly is: 'halfSquared' | 'crossEntropy'
}

/** The outputs of units; those of Ng's example are named after them. */
const outputTex = (unit: string): string => `\\qa{${/^a\d_/.test(unit) ? symbolTex(unit) : `a_{${symbolTex(unit)}}`}}`
const sumTex = (unit: string): string =>
  `\\qz{${/^a\d_/.test(unit) ? symbolTex(unit).replace('a', 'z') : `z_{${symbolTex(unit)}}`}}`
const deltaTex = (unit: string): string =>
  `\\qg{${/^a\d_/.test(unit) ? symbolTex(unit).replace('a', '\\delta') : `\\delta_{${symbolTex(unit)}}`}}`
const slopeTex = (letter: string, by: string): string => `\\qg{\\frac{\\partial ${letter}}{\\partial ${by}}}`
const term = (...factors: Term['factors']): Term => ({ factors })

/** The chain rule from the cost back to a weight, or to a unit, with every factor; parts in the order they are computed. */
export function chainTo(unfolded: Unfolded, chosen: string, cost: ChainCost): ChainPart[] {
  const edge = unfolded.edges.find(({ weight }) => weight === chosen)
  const path = pathToCost(unfolded, edge?.to ?? chosen)
  const parts = unfolded.backward
    .map((layer, index) => {
      const isOutput = index === unfolded.backward.length - 1
      return layer.flatMap((unit, at): ChainPart[] => {
        const forward = unfolded.forward[index]?.[at]
        if (!forward || !path.has(unit.unit)) return []
        const first = isOutput ? slopeOfCost(forward, unit, cost, at) : slopeFromBehind(unit, cost.letter)
        return [{ title: `At ${symbolText(unit.unit)}`, lines: [first, ...throughUnit(forward, unit, cost.letter)] }]
      })
    })
    .reverse()
    .flat()
  if (!edge) return parts
  const isInput = unfolded.forward[0]?.some(({ unit }) => unit === edge.to) ?? false
  const isBias = edge.from === '1'
  const from = isBias ? '1' : isInput ? `\\qx{${symbolTex(edge.from)}}` : outputTex(edge.from)
  const source: Quantity = isBias ? 'bias' : isInput ? 'input' : 'output'
  const line: ChainLine = {
    tex: `${slopeTex(cost.letter, symbolTex(edge.weight))} = ${deltaTex(edge.to)} \\cdot ${from}`,
    terms: [term({ value: edge.delta, is: 'gradient' }, { value: edge.x, is: source })],
    value: edge.gradient,
    is: 'gradient',
  }
  return [...parts, { title: `At ${symbolText(edge.weight)}`, lines: [line] }]
}

function slopeOfCost({ a }: ForwardUnit, unit: BackwardUnit, cost: ChainCost, at: number): ChainLine {
  const t = cost.targets[at] ?? NaN
  const out = outputTex(unit.unit)
  const left = slopeTex(cost.letter, out.replace(/\\qa/, ''))
  if (cost.is === 'halfSquared') {
    const terms = [term({ value: a, is: 'output' }), term({ value: -t, is: 'target' })]
    return { tex: `${left} = ${out} - \\qt{t}`, terms, value: unit.dC_da, is: 'gradient' }
  }
  const terms = [term({ value: -t / a, is: 'target' }), term({ value: (1 - t) / (1 - a), is: 'target' })]
  return {
    tex: `${left} = -\\frac{\\qt{t}}{${out}} + \\frac{1 - \\qt{t}}{1 - ${out}}`,
    ...{ terms, value: unit.dC_da, is: 'gradient' as const },
  }
}

function slopeFromBehind({ unit, terms, dC_da }: BackwardUnit, letter: string): ChainLine {
  const sum = terms.map(({ from, weight }) => `${deltaTex(from)}\\,\\qw{${symbolTex(weight)}}`).join(' + ')
  return {
    tex: `${slopeTex(letter, outputTex(unit).replace(/\\qa/, ''))} = ${sum}`,
    terms: terms.map(({ delta, w }) => term({ value: delta, is: 'gradient' }, { value: w, is: 'weight' })),
    value: dC_da,
    is: 'gradient',
  }
}

function throughUnit({ a }: ForwardUnit, { unit, dC_da, da_dz, delta }: BackwardUnit, letter: string): ChainLine[] {
  const [out, sum] = [outputTex(unit), sumTex(unit)]
  const bare = (tex: string): string => tex.replace(/\\q[az]/, '')
  const slope = `\\frac{\\partial ${bare(out)}}{\\partial ${bare(sum)}}`
  return [
    {
      tex: `${slope} = ${out}\\,(1 - ${out})`,
      terms: [term({ value: a, is: 'output' }, { value: 1 - a, is: 'output' })],
      value: da_dz,
      is: 'output',
    },
    {
      tex: `${deltaTex(unit)} = ${slopeTex(letter, bare(out))} \\cdot ${slope}`,
      terms: [term({ value: dC_da, is: 'gradient' }, { value: da_dz, is: 'output' })],
      value: delta,
      is: 'gradient',
    },
  ]
}
