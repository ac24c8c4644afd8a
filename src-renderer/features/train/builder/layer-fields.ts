import { hasAlpha } from '../../../../src-engine/spec/activation.ts'
import { Activation, LayerSpec } from '../../../../src-engine/spec/network.ts'
import { specIssues } from '../../../../src-engine/spec/spec-issues.ts'
import { SPEC_WORDS } from './spec-words.ts'

/** One setting of a layer as it stands on its card. */
export interface LayerField {
  readonly key: string
  readonly label: string
  /** What it does, shown on hover. */
  readonly about: string
  readonly kind: 'number' | 'shape' | 'choice' | 'switch'
  readonly options: readonly string[]
  readonly isOptional: boolean
  /** Stands behind "More": mostly as it comes. */
  readonly isSeldom: boolean
}

const SELDOM = new Set(['dilationRate', 'useBias', 'kernelInitializer', 'trainable', 'epsilon'])

const number = (key: string, isOptional = false): LayerField => field(key, 'number', [], isOptional)
const choice = (key: string, options: readonly string[]): LayerField => field(key, 'choice', options)

function field(key: string, kind: LayerField['kind'], options: readonly string[] = [], isOptional = false): LayerField {
  const [label, about] = SPEC_WORDS[key] ?? [key, '']
  return { key, label, about, kind, options, isOptional, isSeldom: SELDOM.has(key) }
}

const PADDING = choice('padding', ['valid', 'same'])
const POOL = [number('poolSize'), number('strides', true), PADDING]
const WINDOW = [number('kernelSize'), number('strides'), PADDING, number('dilationRate')]
/** Initialisers without settings of their own; one with settings is kept, and changed as JSON. */
const NAMES = [
  'auto',
  'zeros',
  'ones',
  'glorotUniform',
  'glorotNormal',
  'heUniform',
  'heNormal',
  'lecunUniform',
  'lecunNormal',
]
const DRAWN = [
  { type: 'randomNormal', mean: 0, stddev: 1 },
  { type: 'randomUniform', minval: -1, maxval: 1 },
] as const
const WEIGHTS = [field('useBias', 'switch'), choice('kernelInitializer', [...NAMES, ...DRAWN.map(({ type }) => type)])]
const TRAINED = field('trainable', 'switch')
const RECURRENT = Activation.options.filter((name) => name !== 'softmax' && name !== 'step')

/** The settings of a layer in the order of its card; of a residual block those of its own. */
export function layerFields(spec: LayerSpec): readonly LayerField[] {
  const activation = [
    choice('activation', spec.type === 'recurrent' ? RECURRENT : Activation.options),
    ...('activation' in spec && hasAlpha(spec.activation) ? [number('alpha', true)] : []),
  ]
  switch (spec.type) {
    case 'dense':
      return [number('units'), ...activation, ...WEIGHTS, TRAINED]
    case 'conv2d':
      return [number('filters'), ...WINDOW, ...activation, ...WEIGHTS, TRAINED]
    case 'depthwiseConv2d':
      return [...WINDOW, ...activation, ...WEIGHTS, TRAINED]
    case 'recurrent':
      return [number('units'), ...activation, field('returnSequences', 'switch'), ...WEIGHTS, TRAINED]
    case 'maxPool2d':
    case 'averagePool2d':
      return POOL
    case 'reshape':
      return [field('targetShape', 'shape')]
    case 'activation':
      return activation
    case 'dropout':
      return [number('rate')]
    case 'batchNorm':
      return [number('momentum'), number('epsilon'), TRAINED]
    case 'layerNorm':
      return [number('epsilon'), TRAINED]
    case 'residual':
      return [...activation, TRAINED]
    case 'flatten':
    case 'globalAveragePool2d':
    case 'globalMaxPool2d':
      return []
  }
}

/** What a field shows: '' for what is left out, the kind of an initialiser that has settings. */
export function fieldValue(spec: LayerSpec, { key }: LayerField): string | boolean {
  const value: unknown = (spec as Record<string, unknown>)[key]
  if (typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.join('×')
  if (typeof value === 'object' && value !== null && 'type' in value) return String(value.type)
  return typeof value === 'number' || typeof value === 'string' ? String(value) : ''
}

export type TypedLayer =
  { readonly layer: LayerSpec; readonly error: null } | { readonly layer: null; readonly error: string }

/** The layer with one setting as it was typed, or what is wrong with that. */
export function withField(spec: LayerSpec, { key, kind, isOptional }: LayerField, typed: string | boolean): TypedLayer {
  const next: Record<string, unknown> = { ...spec, [key]: valueOf(kind, typed) }
  if (typed === '' && isOptional) Reflect.deleteProperty(next, key)
  const activation = Activation.safeParse(next.activation)
  if (!activation.success || !hasAlpha(activation.data)) Reflect.deleteProperty(next, 'alpha')
  const parsed = LayerSpec.safeParse(next)
  if (parsed.success) return { layer: parsed.data, error: null }
  const [issue] = specIssues(parsed.error)
  return { layer: null, error: issue ? `${issue.message} ${issue.hint}` : 'This cannot be used.' }
}

function valueOf(kind: LayerField['kind'], typed: string | boolean): unknown {
  if (typeof typed === 'boolean') return typed
  if (kind === 'number') return typed.trim() === '' ? NaN : Number(typed)
  if (kind === 'shape') return typed.split(/[×x,\s]+/).map(Number)
  return DRAWN.find(({ type }) => type === typed) ?? typed
}
