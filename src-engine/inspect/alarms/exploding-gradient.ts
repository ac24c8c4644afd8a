import { digits, layerName, type Alarm, type AlarmInput } from './alarm.ts'

/** ‖∂C/∂w‖ / ‖w‖ beyond these. */
const WARNING = 100
const ALARM = 1e4
/** One step moves the weights further than they are long. */
const MOST_UPDATE = 1

/** Gradients that are far longer than the weights they change, or steps that are. The worst layer is named. */
export function explodingGradient({ diagnostics }: AlarmInput): Alarm[] {
  const layers = (diagnostics?.layers ?? []).filter(({ weights }) => weights !== null)
  const broken = layers.find(({ gradientNorm, weightNorm }) => gradientNorm === null || weightNorm === null)
  if (broken)
    return [
      alarmOf(broken.layer, 'alarm', null, `The gradient of ${layerName(broken)} is not a finite number any more.`),
    ]
  const ratioOf = ({ gradientNorm, weightNorm }: (typeof layers)[number]): number =>
    gradientNorm && weightNorm ? gradientNorm / weightNorm : 0
  const steepest = layers.toSorted((a, b) => ratioOf(b) - ratioOf(a))[0]
  if (steepest && ratioOf(steepest) > WARNING) {
    const ratio = ratioOf(steepest)
    const message = `The gradient of ${layerName(steepest)} is ${digits(ratio)} times as long as its weights.`
    return [alarmOf(steepest.layer, ratio > ALARM ? 'alarm' : 'warning', ratio, message)]
  }
  const fastest = layers.toSorted((a, b) => (b.updateRatio ?? 0) - (a.updateRatio ?? 0))[0]
  const update = fastest?.updateRatio ?? 0
  if (!fastest || update <= MOST_UPDATE) return []
  const message = `One step moves the weights of ${layerName(fastest)} by ${digits(update)} times their length.`
  return [alarmOf(fastest.layer, 'warning', update, message)]
}

const alarmOf = (layer: number, severity: Alarm['severity'], value: number | null, message: string): Alarm => ({
  ...{ kind: 'explodingGradient', severity, layer, message, value },
  cause:
    'Large weights multiply the error again and again on its way back, or the inputs are large numbers; the steps that follow make the weights larger still.',
  remedy:
    'Use a smaller learning rate, a tenth of this one is a good next try. Clip the gradient by its norm. Scale the inputs to 0…1 or −1…1, and put batchNorm or layerNorm between the layers.',
})
