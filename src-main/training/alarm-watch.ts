import { alarmsOf, newAlarms, type Alarm } from '../../src-engine/inspect/alarms/alarms.ts'
import type { Diagnostics } from '../../src-engine/inspect/diagnostics.ts'
import type { TrainingSpec } from '../../src-engine/spec/training.ts'
import { stepsBefore } from '../../src-engine/train/batches.ts'
import type { EpochResult } from '../../src-engine/train/trainer.ts'
import type { StartPoint } from './messages.ts'

export interface Watched {
  readonly training: TrainingSpec
  /** To train on. */
  readonly examples: number
  /** Null of a regression. */
  readonly classes: number | null
  /** The loss of who does not look at the examples; null where that has no formula. */
  readonly guessingLoss: number | null
}

/** What goes wrong in a run within so many epochs is seen by then; looking through more would take longer than training. */
const MOST_EPOCHS = 20_000

/** Looks at every epoch of a run and tells each thing that goes wrong once. */
export class AlarmWatch {
  readonly #watched: Watched
  readonly #loss: number[] = []
  readonly #accuracy: number[] = []
  readonly #valLoss: number[] = []
  readonly #valAccuracy: number[] = []
  readonly #told: Alarm[] = []
  #epoch = 0
  #diagnostics: Diagnostics | null = null

  /** @param start what a run that goes on has been told before */
  constructor(watched: Watched, start: Pick<StartPoint, 'earlier' | 'alarms'> | null) {
    this.#watched = watched
    if (!start) return
    const { earlier, alarms } = start
    this.#told.push(...alarms)
    for (const [i, epoch] of earlier.epoch.entries()) {
      const isValidated = !Number.isNaN(earlier.val_loss[i])
      const validation = isValidated ? { loss: earlier.val_loss[i]!, accuracy: earlier.val_accuracy[i]! } : null
      this.#remember(epoch, { loss: earlier.loss[i]!, accuracy: earlier.accuracy[i]! }, validation)
    }
  }

  add({ epoch, train, validation, diagnostics }: EpochResult): void {
    this.#remember(epoch, train, validation)
    if (diagnostics) this.#diagnostics = diagnostics
  }

  /** What has gone wrong since it was asked last. */
  take(): Alarm[] {
    const isValidated = this.#valLoss.length > 0
    const { training, examples, classes, guessingLoss } = this.#watched
    const found = alarmsOf({
      history: {
        ...{ loss: this.#loss, accuracy: this.#accuracy },
        ...{ valLoss: isValidated ? this.#valLoss : null, valAccuracy: isValidated ? this.#valAccuracy : null },
      },
      steps: stepsBefore(training, this.#epoch + 1, examples),
      ...{ diagnostics: this.#diagnostics, classes, guessingLoss },
    })
    const alarms = newAlarms(this.#told, found)
    this.#told.push(...alarms)
    return alarms
  }

  #remember(epoch: number, train: Figures, validation: Figures | null): void {
    this.#epoch = epoch
    if (this.#loss.length >= MOST_EPOCHS) return
    this.#loss.push(train.loss)
    this.#accuracy.push(train.accuracy)
    if (!validation) return
    this.#valLoss.push(validation.loss)
    this.#valAccuracy.push(validation.accuracy)
  }
}

interface Figures {
  readonly loss: number
  readonly accuracy: number
}
