import { layerName, percent, type Alarm, type AlarmInput } from './alarm.ts'

/** More than these shares of a layer's units. */
const WARNING = 0.2
const ALARM = 0.4

/** Relu units that nothing switches on any more: no gradient passes them, so they stay as they are. */
export function deadRelu({ diagnostics }: AlarmInput): Alarm[] {
  return (diagnostics?.layers ?? []).flatMap((each): Alarm[] => {
    const { layer, dead } = each
    if (dead === null || dead <= WARNING) return []
    return [
      {
        ...{ kind: 'deadRelu', layer, value: dead },
        severity: dead > ALARM ? 'alarm' : 'warning',
        message: `${percent(dead)} of the relu units of ${layerName(each)} are dead: no example switches them on.`,
        cause:
          'Their first weights, or a step that was too large, have made their sum negative for every example; in a narrow layer behind another relu that happens by chance.',
        remedy:
          'Use a smaller learning rate, a tenth of this one is a good next try. Let it warm up over some hundred steps. Otherwise use leakyRelu, elu or gelu in this layer, or put a batchNorm before it.',
      },
    ]
  })
}
