import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ask } from './ask.ts'
import { launcher, OURS } from './ours.ts'
import { pythonWith, script, type Missing } from './peers.ts'
import type { Measurement } from './ratios.ts'

export const MNIST = 'mnist'
const IMPORT = 'mnist with import'
const EPOCHS = 10
/** Seconds. */
const LIMIT = 600

const SETTINGS = {
  'training.optimizer': '{"type":"adam","learningRate":0.001}',
  'training.schedule': '{"type":"constant"}',
  'training.batchSize': '200',
}

interface Trained {
  readonly metrics: { readonly test: { readonly accuracy: number } }
}
interface Fitted {
  readonly seconds: number
  readonly accuracy: number
}

/** Why MNIST cannot be compared here; null when it can. */
export function withoutMnist(folder: string): Missing | null {
  if (!pythonWith('sklearn')) return { name: 'scikit-learn', hint: 'no python3 can import sklearn' }
  const files = ['train-images-idx3-ubyte', 'train-images-idx3-ubyte.gz']
  if (files.some((file) => existsSync(join(folder, file)))) return null
  return { name: 'MNIST', hint: `its IDX files are not in ${folder}; name their folder with --mnist` }
}

/**
 * 784-32-10 for ten epochs on MNIST. Of Glassbox, everything from the start of the command to its end counts: reading,
 * training, a validation after each epoch and the evaluation of every split; first with the import of the files, then with
 * the data set that is there. Of scikit-learn only `fit` counts. All learn from the same 55,000 pictures.
 */
export function measureMnist(folder: string, round: number, tell: (line: string) => void): Measurement[] {
  const home = mkdtempSync(join(tmpdir(), 'glassbox-peers-'))
  const measured = (workload: string, name: string, seconds: number, accuracy: number): Measurement => {
    tell(`${workload}  ${name} ${seconds.toFixed(2)} s, accuracy on the test pictures ${accuracy.toFixed(4)}`)
    return { workload, round, name, variant: '', rate: 1 / seconds }
  }
  function train(workload: string): Measurement {
    const set = Object.entries(SETTINGS).flatMap(([path, value]) => ['--set', `${path}=${value}`])
    const args = ['train', folder, '--preset', 'mlp-32', '--epochs', String(EPOCHS), ...set, '--home', home, '--json']
    const started = performance.now()
    const answer = ask<Trained>(process.execPath, [launcher, ...args], LIMIT)
    if ('failure' in answer) throw new Error(`glassbox train: ${answer.failure}`)
    return measured(workload, OURS, (performance.now() - started) / 1000, answer.metrics.test.accuracy)
  }
  function fit(workload: string): Measurement {
    const answer = ask<Fitted>(pythonWith('sklearn') ?? '', [script('scikit_learn.py'), folder, String(EPOCHS)], LIMIT)
    if ('failure' in answer) throw new Error(`scikit-learn: ${answer.failure}`)
    return measured(workload, 'scikit-learn', answer.seconds, answer.accuracy)
  }
  try {
    const ours = [IMPORT, MNIST].map(train)
    const theirs = fit(MNIST)
    return [...ours, theirs, { ...theirs, workload: IMPORT }]
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
