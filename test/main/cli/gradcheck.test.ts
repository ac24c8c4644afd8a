import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { glassbox } from '../support/glassbox.ts'
import { temporaryFolder } from '../support/temporary.ts'

interface Spread {
  edges: number[]
  counts: number[]
  nonFinite: number
}

interface Report {
  loss: string
  seed: number
  refused: string[]
  tensors: {
    layer: number
    name: string
    analytic: number
    numeric: number
    relativeError: number
    verdict: string
    kernels: { relativeError: number | null; verdict: string }
  }[]
  layers: { type: string; outputs: Spread; dead: number | null; saturated: number | null }[]
  parameters: { layer: number; name: string; weightNorm: number; gradientNorm: number; weights: Spread }[]
  nonFinite: { layer: number; tensor: string; index: number; value: string } | null
}

async function gradcheck(home: string, config: object | null, ...args: string[]) {
  const file = join(home, 'config.json')
  if (config) await writeFile(file, JSON.stringify(config))
  return glassbox(['gradcheck', ...(config ? ['--config', file] : []), ...args], { home })
}
const dense = { type: 'dense', units: 2 }
const softmax = { ...dense, activation: 'softmax' }

test('without a network it checks one of its own, in words, and touches nothing', async () => {
  const home = await temporaryFolder()
  const { code, stdout, stderr } = await gradcheck(home, null)
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^layer +tensor +analytic +numeric +relative error +verdict +kernels +verdict$/m)
  expect(stdout).toMatch(/^0 conv2d +kernel +(-?0\.\d+) +\1\d* +\d\.\de-\d+ +correct +\d\.\de-7 +correct$/m)
  expect(stdout).toMatch(/^3 residual +0\.bias /m)
  expect(stdout).toMatch(/^2 activation +0\.0 %$/m)
  expect(stdout).toMatch(/^outputs and tensors +length +from +spread +to +not finite$/m)
  expect(stdout).toMatch(/^0 conv2d +-\d\.\d+ +[▁-█ ]{10,30} +\d\.\d+$/mu)
  expect(stdout).toMatch(/^ {2}∂C\/∂ 3\.0\.kernel +\d\.\d+ +-0\.\d+ +[▁-█ ]+ +0\.\d+$/mu)
  expect(stdout).toMatch(/^ {2}1\.movingVariance +2\.000 +0\.5000 +█ +1\.500$/mu)
  expect(stdout.trimEnd()).toMatch(/All 9 tensors agree\.$/)
  expect(await readdir(home)).toEqual([])
})

test('it checks a config with its loss and seed, and speaks JSON', async () => {
  const home = await temporaryFolder()
  const network = { input: [3], layers: [dense, { type: 'batchNorm' }, { ...dense, activation: 'tanh' }] }
  const training = { loss: 'meanAbsoluteError', seed: 7 }
  const data = { source: 'not looked at' }
  const { code, stdout } = await gradcheck(home, { data, network, training }, '--json')
  expect(code).toBe(0)
  const report = JSON.parse(stdout) as Report
  expect(report).toMatchObject({ loss: 'meanAbsoluteError', seed: 7, refused: [], nonFinite: null })
  expect(report.tensors.map(({ name }) => name)).toEqual([
    ...['0.kernel', '0.bias', '1.gamma', '1.beta', '2.kernel', '2.bias'],
  ])
  for (const { name, analytic, numeric, relativeError, verdict, kernels } of report.tensors) {
    expect(Math.abs(analytic - numeric), name).toBeLessThan(1e-6)
    expect(relativeError, name).toBeLessThan(1e-5)
    expect([verdict, kernels.verdict], name).toEqual(['correct', 'correct'])
  }
  expect(report.tensors[1]).toMatchObject({ relativeError: 0 })
  expect(report.layers.map(({ type }) => type)).toEqual(['dense', 'batchNorm', 'dense'])
  // Four examples of two units.
  for (const { outputs } of report.layers) expect(outputs.counts.reduce((sum, count) => sum + count)).toBe(8)
  expect(report.parameters.map(({ name }) => name)).toEqual([
    ...['0.kernel', '0.bias', '1.gamma', '1.beta', '1.movingMean', '1.movingVariance', '2.kernel', '2.bias'],
  ])
  expect(report.parameters[2]).toMatchObject({ layer: 1, weightNorm: Math.SQRT2, weights: { nonFinite: 0 } })
  expect(report.parameters[2]!.weights.edges).toHaveLength(31)
  expect(report.layers.map(({ saturated }) => saturated !== null)).toEqual([false, false, true])
})

test('it checks a preset', async () => {
  const { code, stdout } = await gradcheck(await temporaryFolder(), null, '--preset', 'mlp-8')
  expect(code, stdout).toBe(0)
  expect(stdout).toMatch(/^1 dense +bias .* correct /m)
  expect(stdout).toContain('All 4 tensors agree.')
})

test('a tensor whose gradients disagree fails: at the kink of relu there is no slope', async () => {
  const home = await temporaryFolder()
  const atKink = { ...dense, activation: 'relu', kernelInitializer: 'zeros' }
  const config = { network: { input: [3], layers: [atKink, softmax] } }
  const { code, stdout } = await gradcheck(home, config)
  expect(code).toBe(5)
  expect(stdout).toMatch(/^0 dense +kernel .* wrong /m)
  expect(stdout).toMatch(/^0 dense .* 100\.0 %$/m)
  expect(stdout.trimEnd()).toMatch(/2 of 4 tensors disagree: 0\.kernel, 0\.bias$/)
  expect(JSON.parse((await gradcheck(home, config, '--json')).stdout)).toMatchObject({
    refused: ['0.kernel', '0.bias'],
  })
})

test('it names the first number that is not finite, and fails', async () => {
  const home = await temporaryFolder()
  const large = { ...dense, kernelInitializer: { type: 'constant', value: 1e6 } }
  const config = { network: { input: [2], layers: [...Array<object>(8).fill(large), softmax] } }
  const { code, stdout } = await gradcheck(home, config)
  expect(code).toBe(5)
  expect(stdout).toMatch(/^The first number that is not finite: 6\.output\[\d\] is -?Infinity\.$/m)
  const { nonFinite, tensors } = JSON.parse((await gradcheck(home, config, '--json')).stdout) as Report
  expect(nonFinite).toMatchObject({ layer: 6, tensor: '6.output' })
  expect(nonFinite?.value).toMatch(/^-?Infinity$/)
  expect(tensors[0]?.kernels).toMatchObject({ relativeError: null, verdict: 'wrong' })
})

test.each([
  [
    'a network that does not fit',
    { network: { input: [4, 4, 1], layers: [dense] } },
    3,
    /network\.layers\[0\].*flatten/s,
  ],
  ['a loss that does not fit', { network: { input: [4], layers: [dense] } }, 3, /training\.loss.*softmax/s],
  [
    'a layer of no units',
    { network: { input: [4], layers: [{ ...dense, units: 0 }] } },
    3,
    /network\.layers\[0\]\.units/,
  ],
])('%s is bad input', async (_, config, code, message) => {
  const result = await gradcheck(await temporaryFolder(), config, '--json')
  expect([result.code, result.stdout]).toEqual([code, ''])
  expect(result.stderr).toMatch(message)
})

test('an unknown preset is bad input, a missing config is not found', async () => {
  const home = await temporaryFolder()
  const unknown = await gradcheck(home, null, '--preset', 'mlp-0')
  expect([unknown.code, unknown.stderr]).toEqual([3, expect.stringMatching(/There is no preset "mlp-0"/)])
  expect((await glassbox(['gradcheck', '--config', join(home, 'nowhere.json')], { home })).code).toBe(4)
})

test.each([
  ['a number that is none', '{ "training": { "epochs": NaN } }', /holds no JSON object\. .*N.*is not valid JSON\./],
  ['a part of another name', '{ "netwrk": {} }', /netwrk: Nothing here is called/],
  ['a list', '[]', /holds no JSON object\.$/m],
  [
    'a number without end',
    '{ "training": { "optimizer": { "type": "sgd", "learningRate": 1e999 } } }',
    /optimizer\.learningRate: This is no number\./,
  ],
  [
    'a key of every object',
    '{ "training": { "__proto__": { "epochs": 1 } } }',
    /training\.__proto__: Nothing here is called/,
  ],
  [
    '10^12 parameters',
    JSON.stringify({ network: { input: [65536], layers: Array(256).fill({ type: 'dense', units: 65536 }) } }),
    /network\.layers\[0\]: .*more than 100000000 parameters/,
  ],
  [
    'blocks in blocks',
    `{ "network": { "input": [4], "layers": ${'[{ "type": "residual", "layers": '.repeat(2000)}[]${'}]'.repeat(2000)} } }`,
    /layers\[0\]\.layers\[0\]\.type: /,
  ],
])('a config file with %s is bad input', async (_, text, message) => {
  const home = await temporaryFolder()
  const file = join(home, 'config.json')
  await writeFile(file, text)
  const { code, stdout, stderr } = await glassbox(['gradcheck', '--config', file], { home })
  expect([code, stdout]).toEqual([3, ''])
  expect(stderr).toMatch(message)
})
