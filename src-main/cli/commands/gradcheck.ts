import { readFileSync } from 'node:fs'
import { setImmediate as breathe } from 'node:timers/promises'
import * as z from 'zod'
import { checkNetwork, type NetworkReport } from '../../../src-engine/inspect/check-network.ts'
import type { TensorCheck } from '../../../src-engine/inspect/gradient-check.ts'
import { isRefused, type Verdict } from '../../../src-engine/inspect/verdict.ts'
import { compileKernels } from '../../../src-engine/kernels/loader.ts'
import { RunConfig } from '../../../src-engine/spec/config.ts'
import { presetNetwork } from '../../../src-engine/spec/presets.ts'
import { located } from '../../app/runs/check-config.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { kernelsFiles } from '../../kernels-files.ts'
import { withCodes } from '../../training/engine-errors.ts'
import { EXIT } from '../exit-codes.ts'
import { onInterrupt } from '../interrupt.ts'
import { percent, print, printJson, table } from '../output.ts'
import { Progress } from '../progress.ts'
import { spreadTable } from '../spread-table.ts'
import type { GlobalOptions } from '../with-app.ts'
import { readConfig } from './train.ts'

export interface GradcheckOptions extends GlobalOptions {
  readonly config?: string
  readonly preset?: string
}

/** Few enough that a network of ten layers takes seconds. */
const EXAMPLES = 4
const WEIGHTS_PER_TENSOR = 8
/** What presets are fitted to. */
const PICTURE = [16, 16, 3]
const CLASSES = 3

const SMALL_NETWORK = {
  input: [8, 8, 2],
  layers: [
    { type: 'conv2d', filters: 4, kernelSize: 3, padding: 'same', useBias: false },
    { type: 'batchNorm' },
    { type: 'activation', activation: 'relu' },
    { type: 'residual', layers: [{ type: 'conv2d', filters: 4, kernelSize: 3, padding: 'same', activation: 'tanh' }] },
    { type: 'maxPool2d' },
    { type: 'dropout', rate: 0.25 },
    { type: 'flatten' },
    { type: 'dense', units: 8, activation: 'sigmoid' },
    { type: 'dense', units: CLASSES, activation: 'softmax' },
  ],
}

const WORDS: Readonly<Record<Verdict, string>> = {
  correct: 'correct',
  probablyCorrect: 'probably correct',
  caution: 'caution',
  doubtful: 'doubtful',
  doubleRedFlag: 'double red flag',
  wrong: 'wrong',
}

/** Compares backpropagation with central differences, in the reference and in the kernels; fails where one disagrees. */
export async function gradcheck(options: GradcheckOptions): Promise<number> {
  const { network, training } = await configOf(options)
  const { loss, seed } = training
  const module = withCodes(() => compileKernels(kernelsFiles.map((file) => readFileSync(file))))
  const check = { loss, seed, examples: EXAMPLES, perTensor: WEIGHTS_PER_TENSOR }
  const report = withCodes(() => located(() => checkNetwork(module, network, check)))
  const tensors = await tensorsOf(report)
  if (!tensors) return EXIT.interrupted
  const refused = tensors.filter(
    ({ verdict, kernels }) => isRefused(verdict) || (kernels && isRefused(kernels.verdict)),
  )
  const { layers, parameters, nonFinite } = report
  if (options.json) {
    const where = nonFinite && { ...nonFinite, value: String(nonFinite.value) }
    printJson({ loss, seed, refused: refused.map(({ name }) => name), tensors, layers, parameters, nonFinite: where })
  } else {
    print(`${loss}, seed ${seed}, ${EXAMPLES} examples, up to ${WEIGHTS_PER_TENSOR} weights of each tensor\n`)
    printReport(tensors, report)
    print(
      refused.length > 0
        ? `\n${refused.length} of ${tensors.length} tensors disagree: ${refused.map(({ name }) => name).join(', ')}`
        : `\nAll ${tensors.length} tensors agree.`,
    )
  }
  return refused.length > 0 || nonFinite ? EXIT.failed : EXIT.ok
}

async function configOf({ config, preset }: GradcheckOptions) {
  const given = config === undefined ? {} : await readConfig(config)
  // The data have no part in it.
  return RunConfig.extend({ data: z.unknown().optional() }).parse({
    network: preset === undefined ? SMALL_NETWORK : networkOf(preset),
    ...given,
  })
}

function networkOf(preset: string) {
  try {
    return presetNetwork(preset, PICTURE, CLASSES)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new GlassboxError('run/spec-invalid', error.message, { hint: '`glassbox train --help` shows the presets.' })
  }
}

/** Undefined when it was interrupted. Between two tensors there is time to notice it. */
async function tensorsOf({ tensors, tensorCount }: NetworkReport): Promise<TensorCheck[] | undefined> {
  const progress = new Progress()
  const interrupted = new AbortController()
  const release = onInterrupt(() => interrupted.abort())
  const done: TensorCheck[] = []
  try {
    for (const tensor of tensors) {
      done.push(tensor)
      progress.bar(done.length / tensorCount, `${done.length} of ${tensorCount} tensors`)
      await breathe()
      if (interrupted.signal.aborted) return undefined
    }
    return done
  } finally {
    release()
    progress.clear()
  }
}

function printReport(tensors: readonly TensorCheck[], report: NetworkReport): void {
  const { layers, nonFinite } = report
  const typeOf = (layer: number): string => `${layer} ${layers[layer]?.type ?? ''}`
  const rows = tensors.map(({ layer, name, analytic, numeric, relativeError, verdict, kernels }) => [
    ...[typeOf(layer), name.slice(name.indexOf('.') + 1), number(analytic), number(numeric)],
    ...[error(relativeError), WORDS[verdict]],
    ...(kernels ? [error(kernels.relativeError), WORDS[kernels.verdict]] : []),
  ])
  const head = ['layer', 'tensor', 'analytic', 'numeric', 'relative error', 'verdict', 'kernels', 'verdict']
  print(table([head, ...rows]))
  const share = (value: number | null): string => (value === null ? '' : percent(value))
  const work = layers.map(({ layer, weightNorm, gradientNorm, dead, saturated }) => {
    const norms = weightNorm === 0 && gradientNorm === 0 ? ['', ''] : [number(weightNorm), number(gradientNorm)]
    return [typeOf(layer), ...norms, share(dead), share(saturated)]
  })
  print(`\n${table([['layer', '‖w‖', '‖∂C/∂w‖', 'dead units', 'saturated'], ...work])}`)
  print(`\n${spreadTable(report)}`)
  if (nonFinite)
    print(`\nThe first number that is not finite: ${nonFinite.tensor}[${nonFinite.index}] is ${nonFinite.value}.`)
}

const number = (value: number): string => value.toPrecision(6).padStart(12)
const error = (value: number): string => (value === 0 ? '0' : value.toExponential(1))
