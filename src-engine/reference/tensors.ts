import { sizeOf, type LayerInfo } from '../spec/shapes.ts'

/** The tensors of one layer by name: `kernel`, `bias`, `gamma`, … */
export interface Tensors {
  /** A view into the layer's parameters. @throws {RangeError} for a name the layer does not have */
  get(name: string): Float64Array
  /** The bias, or zeros where the layer goes without. */
  bias(units: number): Float64Array
}

export function tensorsOf(info: LayerInfo, parameters: Float64Array): Tensors {
  const tensors = viewsOf(info, parameters)
  return {
    get(name) {
      const tensor = tensors.get(name)
      if (!tensor) throw new RangeError(`A ${info.spec.type} layer has no ${name}.`)
      return tensor
    },
    bias: (units) => tensors.get('bias') ?? new Float64Array(units),
  }
}

/** Gradients by name one after the other, in storage order; a tensor that is not named (a statistic) gets zeros. */
export function gathered(info: LayerInfo, gradients: Readonly<Record<string, Float64Array>>): Float64Array {
  const whole = new Float64Array(info.parameterCount)
  for (const [name, part] of viewsOf(info, whole)) part.set(gradients[name] ?? [])
  return whole
}

function viewsOf({ parameters: infos }: LayerInfo, parameters: Float64Array): Map<string, Float64Array> {
  let offset = 0
  return new Map(
    infos.map(({ name, shape }) => {
      const start = offset
      offset += sizeOf(shape)
      return [name.slice(name.lastIndexOf('.') + 1), parameters.subarray(start, offset)]
    }),
  )
}
