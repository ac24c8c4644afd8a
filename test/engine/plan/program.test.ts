import { describe, expect, it } from 'vitest'
import * as layout from '../../../src-engine/kernels/assembly/layout.ts'
import { compilePlan, type PlanOptions } from '../../../src-engine/plan/compile.ts'
import type { Instruction } from '../../../src-engine/plan/instructions.ts'
import type { NetworkSpec } from '../../../src-engine/spec/network.ts'
import type { LayerInput } from '../support/layers.ts'
import { network, training } from '../support/networks.ts'

type Opcode = Exclude<keyof typeof layout, 'LINEAR'>

/** Instructions by name, a bar where a barrier stands behind one. */
const expected = (text: string): (number | '|')[] =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => (word === '|' ? '|' : layout[word as Opcode]))
const listed = (instructions: readonly Instruction[]): (number | '|')[] =>
  instructions.flatMap(({ opcode, barrier }) => (barrier ? [opcode, '|'] : [opcode]))

function programsOf(spec: NetworkSpec, options: Partial<PlanOptions> = {}) {
  const { programs } = compilePlan({ network: spec, batchSize: 4, threads: 1, ...options })
  const { predict, evaluate, train, gradient } = programs
  return {
    ...{ predict: listed(predict.instructions), evaluate: listed(evaluate.instructions) },
    ...{ train: listed(train?.instructions ?? []), gradient: listed(gradient?.instructions ?? []) },
  }
}

const softmax = { type: 'dense', units: 3, activation: 'softmax' } as const
/** Wider than what `narrow.ts` plans. */
const dense = network({ input: [5], layers: [{ type: 'dense', units: 40 }, softmax] })
const FORWARD = 'MATRIX_FORWARD | MATRIX_FORWARD |'
const BACKWARD = 'MATRIX_WEIGHT_GRADIENT MATRIX_INPUT_GRADIENT | MATRIX_WEIGHT_GRADIENT |'

describe('the programs of two dense layers', () => {
  it('to predict and to evaluate', () => {
    const { predict, evaluate, train } = programsOf(dense)
    expect(predict).toEqual(expected(`${FORWARD} ANSWERS |`))
    expect(evaluate).toEqual(expected(`${FORWARD} SOFTMAX_CROSS_ENTROPY | METRICS`))
    expect(train).toEqual([])
  })

  it('to train: barriers stand where something is read that another tile has written', () => {
    const { train, gradient } = programsOf(dense, { training: training() })
    const loss = `${FORWARD} SOFTMAX_CROSS_ENTROPY | METRICS`
    expect(gradient).toEqual(expected(`${loss} ${BACKWARD}`))
    const moving = 'MATRIX_INPUT_GRADIENT | MATRIX_UPDATE | MATRIX_UPDATE |'
    expect(train).toEqual(expected(`BEGIN_STEP | ${loss} ${moving}`))
  })

  it('with Nesterov as published, clipping by norm, and a loss behind a root', () => {
    const squares = network({ input: [5], layers: [{ type: 'dense', units: 40 }] })
    const { train, gradient } = programsOf(squares, {
      training: training({
        loss: 'rootMeanSquaredError',
        optimizer: { type: 'sgd', momentum: 0.5, nesterov: true, variant: 'paper' },
        gradientClipping: { type: 'norm', limit: 1 },
      }),
    })
    const taken = 'MATRIX_FORWARD | LOSS | METRICS | ROOT_GRADIENT | MATRIX_WEIGHT_GRADIENT |'
    const clipped = 'GRADIENT_SQUARES GRADIENT_SQUARES | CLIP | AHEAD_MOMENTUM AHEAD_MOMENTUM'
    expect(gradient).toEqual(expected(taken))
    expect(train).toEqual(expected(`BEGIN_STEP | LOOK_AHEAD LOOK_AHEAD | ${taken} ${clipped}`))
  })

  it('looks ahead only with momentum, Nesterov and as published', () => {
    const moves = (settings: object) =>
      programsOf(dense, { training: training({ optimizer: { type: 'sgd', ...settings } }) }).train.filter(
        (opcode) => opcode === layout.LOOK_AHEAD,
      ).length
    expect(moves({ momentum: 0.5, nesterov: true, variant: 'paper' })).toBe(4)
    expect(moves({ momentum: 0.5, variant: 'paper' })).toBe(0)
    expect(moves({ nesterov: true, variant: 'paper' })).toBe(0)
    expect(moves({ momentum: 0.5, nesterov: true, variant: 'keras' })).toBe(0)
  })

  it('answers that no activation makes are not made again', () => {
    const linear = network({ input: [5], layers: [{ type: 'dense', units: 40 }] })
    expect(programsOf(linear).predict).toEqual(expected('MATRIX_FORWARD |'))
  })

  it('with pictures that are changed first', () => {
    const spec = network({ input: [4, 4, 1], layers: [{ type: 'flatten' }, softmax] })
    const { train, evaluate } = programsOf(spec, { training: training({ augmentation: { flip: 'horizontal' } }) })
    const forward = 'MATRIX_FORWARD | SOFTMAX_CROSS_ENTROPY | METRICS'
    expect(evaluate).toEqual(expected(forward))
    expect(train).toEqual(expected(`BEGIN_STEP | AUGMENT | ${forward} MATRIX_UPDATE |`))
  })
})

/** Layers between an input that wants no gradient and the answers. */
const inner = (...layers: Parameters<typeof network>[0]['layers']) =>
  programsOf(
    network({
      input: [6],
      layers: [{ type: 'reshape', targetShape: [2, 3] }, ...layers, { type: 'flatten' }, softmax],
    }),
    { training: training({ optimizer: { type: 'sgd' } }) },
  )

describe('layers that take several passes', () => {
  it('batchNorm: a barrier behind each, and its statistics move in a training step alone', () => {
    const { train, gradient, evaluate } = inner({ type: 'batchNorm' })
    const forward = 'BATCH_MOMENTS | BATCH_STATISTICS | BATCH_NORM |'
    const loss = `${forward} MATRIX_FORWARD | SOFTMAX_CROSS_ENTROPY | METRICS`
    const back = 'BATCH_DELTA_SUMS | BATCH_DELTA_MEANS |'
    expect(gradient).toEqual(expected(`${loss} MATRIX_WEIGHT_GRADIENT MATRIX_INPUT_GRADIENT | ${back}`))
    const moving = 'MATRIX_INPUT_GRADIENT | MATRIX_UPDATE |'
    expect(train).toEqual(expected(`BEGIN_STEP | ${loss} ${moving} ${back} MOVE_STATISTICS SGD SGD`))
    expect(evaluate).toEqual(
      expected('MOVING_DEVIATIONS | BATCH_NORM | MATRIX_FORWARD | SOFTMAX_CROSS_ENTROPY | METRICS'),
    )
  })

  it('a layer behind another sends its gradient down; the first does not', () => {
    const { gradient } = inner({ type: 'layerNorm' }, { type: 'batchNorm' }, { type: 'dropout', rate: 0.5 })
    expect(gradient.slice(gradient.indexOf(layout.METRICS))).toEqual(
      expected(
        'METRICS MATRIX_WEIGHT_GRADIENT MATRIX_INPUT_GRADIENT | DROPOUT_GRADIENT | BATCH_DELTA_SUMS | BATCH_DELTA_MEANS | ' +
          'BATCH_NORM_GRADIENT | LAYER_NORM_GRADIENT |',
      ),
    )
  })

  it('layers without parameters that nobody asks for a gradient have no way back', () => {
    const { gradient } = inner({ type: 'dropout', rate: 0.5 }, { type: 'activation', activation: 'tanh' })
    expect(gradient).toEqual(
      expected('DROPOUT | ACTIVATE | MATRIX_FORWARD | SOFTMAX_CROSS_ENTROPY | METRICS MATRIX_WEIGHT_GRADIENT |'),
    )
  })

  it('an activation goes down only through what another has made', () => {
    const behind = (...layers: Parameters<typeof inner>) => {
      const { gradient } = inner({ type: 'layerNorm' }, ...layers)
      return gradient.slice(gradient.indexOf(layout.MATRIX_INPUT_GRADIENT))
    }
    const dropout = { type: 'dropout', rate: 0.5 } as const
    const tanh = { type: 'activation', activation: 'tanh' } as const
    const elu = { type: 'activation', activation: 'elu' } as const
    expect(behind(dropout, tanh)).toEqual(expected('MATRIX_INPUT_GRADIENT | DROPOUT_GRADIENT | LAYER_NORM_GRADIENT |'))
    expect(behind(tanh, elu)).toEqual(expected('MATRIX_INPUT_GRADIENT | ACTIVATION_GRADIENT | LAYER_NORM_GRADIENT |'))
  })

  it.each<LayerInput>([
    { type: 'maxPool2d' },
    { type: 'averagePool2d' },
    { type: 'globalAveragePool2d' },
    { type: 'globalMaxPool2d' },
    { type: 'activation', activation: 'gelu' },
    { type: 'residual', layers: [{ type: 'maxPool2d', poolSize: 3, strides: 1, padding: 'same' }] },
    { type: 'residual', layers: [{ type: 'activation', activation: 'tanh' }], activation: 'elu' },
  ])('%o as the first layer has no way back', (layer) => {
    const spec = network({ input: [4, 4, 2], layers: [layer, { type: 'flatten' }, softmax] })
    const { gradient } = programsOf(spec, { training: training() })
    expect(gradient.slice(gradient.indexOf(layout.METRICS))).toEqual(expected('METRICS MATRIX_WEIGHT_GRADIENT |'))
  })

  it('a residual block: both branches, their sum, and on the way back what each leaves in the input', () => {
    const { gradient } = inner({ type: 'layerNorm' }, { type: 'residual', layers: [{ type: 'layerNorm' }] })
    expect(gradient).toEqual(
      expected(
        'LAYER_NORM | LAYER_NORM | ACTIVATE | MATRIX_FORWARD | SOFTMAX_CROSS_ENTROPY | ' +
          'METRICS MATRIX_WEIGHT_GRADIENT MATRIX_INPUT_GRADIENT | LAYER_NORM_GRADIENT | ACTIVATION_GRADIENT | LAYER_NORM_GRADIENT |',
      ),
    )
  })
})

describe('a network of narrow dense layers', () => {
  const opcodes = (...layers: Parameters<typeof network>[0]['layers']) =>
    programsOf(network({ input: [5], layers: [...layers, softmax] })).predict

  it('is turned to lanes and back, once each way', () => {
    const spec = network({ input: [8], layers: [{ type: 'dense', units: 8 }, softmax] })
    const { predict, evaluate, gradient, train } = programsOf(spec, { training: training() })
    const forward = 'TO_LANES | NARROW_FORWARD | NARROW_FORWARD | FROM_LANES |'
    const taken = `${forward} SOFTMAX_CROSS_ENTROPY | METRICS TO_LANES | NARROW_GRADIENT | NARROW_GRADIENT |`
    expect(predict).toEqual(expected(`${forward} ANSWERS |`))
    expect(evaluate).toEqual(expected(`${forward} SOFTMAX_CROSS_ENTROPY | METRICS`))
    expect(gradient).toEqual(expected(taken))
    expect(train).toEqual(expected(`BEGIN_STEP | ${taken} ADAM ADAM ADAM ADAM`))
  })

  it('may have its activations as layers', () => {
    const tanh = { type: 'activation', activation: 'tanh' } as const
    expect(opcodes({ type: 'dense', units: 4 }, tanh)).toContain(layout.NARROW_FORWARD)
  })

  it('has dense layers only, none of them wide, and no gelu between them', () => {
    const dense4 = { type: 'dense', units: 4 } as const
    expect(opcodes({ type: 'dense', units: 9 })).not.toContain(layout.NARROW_FORWARD)
    expect(opcodes({ type: 'dense', units: 4, activation: 'gelu' })).not.toContain(layout.NARROW_FORWARD)
    expect(opcodes(dense4, { type: 'dropout', rate: 0.5 })).not.toContain(layout.NARROW_FORWARD)
    expect(opcodes({ type: 'activation', activation: 'tanh' }, dense4)).not.toContain(layout.NARROW_FORWARD)
    const wide = network({ input: [9], layers: [dense4, softmax] })
    expect(programsOf(wide).predict).not.toContain(layout.NARROW_FORWARD)
  })
})

it('a step draws its examples where a table is kept; nothing else does', () => {
  const drawn = programsOf(dense, { training: training(), tableRows: 9 })
  const copied = programsOf(dense, { training: training() })
  expect(drawn.train.slice(0, 4)).toEqual(expected('BEGIN_STEP | GATHER |'))
  expect([...drawn.train.slice(0, 2), ...drawn.train.slice(4)]).toEqual(copied.train)
  expect([drawn.gradient, drawn.evaluate]).toEqual([copied.gradient, copied.evaluate])
})
