import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import * as z from 'zod'
import { RunConfig } from '../../src-engine/spec/config.ts'
import { PrepareSpec } from '../../src-engine/spec/data.ts'
import { NetworkSpec } from '../../src-engine/spec/network.ts'
import { RunChanges, trainingAt } from '../../src-engine/spec/run-changes.ts'
import { ScheduleSpec } from '../../src-engine/spec/schedule.ts'
import type { RunDetail } from '../../src-main/contract/types.ts'
import { isOwnNetwork } from './own-network.ts'

/** '' when it was emptied. */
const NumberField = z.union([z.number(), z.literal('')])
export const SCHEDULES = ScheduleSpec.options.map((option) => option.shape.type.value)

const prepares = PrepareSpec.shape
/** How pictures are prepared for the next run; what is absent follows the recipe and the data set. */
export const PrepareDraft = z.object({
  height: NumberField.optional(),
  width: NumberField.optional(),
  channels: prepares.channels.unwrap().optional(),
  fit: prepares.fit.unwrap().optional(),
  scale: prepares.scale.unwrap().optional(),
  invert: z.boolean().optional(),
  background: z.string().optional(),
})
export type PrepareDraft = z.infer<typeof PrepareDraft>

export const PLANS = ['quick', 'balanced', 'thorough'] as const
export type PlanName = (typeof PLANS)[number]

/** What the form holds; a field that is null follows the preset's recipe. */
export const TrainDraft = z.object({
  datasetId: z.string(),
  /** What fills the fields that nobody has set. */
  plan: z.enum(PLANS).default('balanced'),
  /** '' for what the data get, null for the network of `base`, which is no preset's. */
  preset: z.string().nullable(),
  /** The network as it was changed in the builder, and what it was before; null: that of the preset or of `base`. */
  own: z.object({ from: z.string(), network: NetworkSpec }).nullable().default(null),
  epochs: NumberField.nullable(),
  batchSize: NumberField.nullable(),
  learningRate: NumberField.nullable(),
  seed: NumberField,
  /** Runs to start, each with the next seed. */
  seeds: NumberField,
  schedule: z.enum(SCHEDULES).nullable(),
  /** Epochs without a better loss after which it stops; '' for never. */
  patience: NumberField.nullable(),
  /** '' for none. */
  targetLoss: NumberField.nullable(),
  /** Time budget; '' for none. */
  minutes: NumberField.nullable(),
  prepare: PrepareDraft.prefault({}),
  /** Every other setting of the training that was set, by its path such as `optimizer.momentum`; '' where it was emptied. */
  settings: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).default({}),
  /** The run that is trained again: whatever the form does not ask for stays as it was there. */
  base: z
    .object({
      name: z.string(),
      /** As it began. */
      config: RunConfig,
      /** What was set otherwise in its middle: who goes on behind that goes on with it. */
      changes: RunChanges.default([]),
      /** Null for an own network. */
      preset: z.string().nullable(),
      diverged: z.boolean(),
    })
    .nullable(),
  /** The run of `base`, when it is gone on with from one of its epochs (0: only its first weights are shared). */
  from: z.object({ runId: z.string(), epoch: z.int().min(0), kept: z.array(z.int().min(0)) }).nullable(),
})
export type TrainDraft = z.infer<typeof TrainDraft>

/** Every number as the recipe has it. */
const RECIPE = {
  ...{ epochs: null, batchSize: null, learningRate: null },
  ...{ schedule: null, patience: null, targetLoss: null, minutes: null },
}

export function emptyDraft(): TrainDraft {
  const choice = { datasetId: '', plan: 'balanced', preset: '', own: null } as const
  return { ...choice, ...RECIPE, seed: 1, seeds: 1, prepare: {}, settings: {}, base: null, from: null }
}

/** The next run as it stands in the form; survives navigation and reload. */
export const useTrainDraft = defineStore('train-draft', () => {
  const draft = useLocalStorage<TrainDraft>('glassbox.train.draft', emptyDraft(), {
    serializer: {
      // What another version stored may not be a draft any more.
      read: (text) => TrainDraft.catch(emptyDraft).parse(JSON.parse(text)),
      write: JSON.stringify,
    },
  })

  /** Batches of so many, whatever they were before. */
  function useBatch(batchSize: number): void {
    draft.value = { ...draft.value, batchSize, settings: { ...draft.value.settings, batching: 'miniBatch' } }
  }

  /** Sets the form to train a run once more; one whose loss stopped being a number with a tenth of its learning rate. */
  function copyFrom(run: RunDetail): void {
    const { name, datasetId, config, changes, error } = run
    const { seed } = config.training
    const last = trainingAt(config.training, changes, { epoch: run.epochsDone, step: Infinity })
    const diverged = error?.code === 'run/loss-not-finite'
    const learningRate = diverged ? Number((last.optimizer.learningRate / 10).toPrecision(6)) : null
    const preset = isOwnNetwork(run) ? null : run.preset
    const base = { name, config, changes, preset, diverged }
    draft.value = { ...emptyDraft(), datasetId, preset, learningRate, seed, base }
  }

  /** Sets the form to go on from a kept epoch of a run, or from its first weights. */
  function forkFrom(run: RunDetail, epoch: number): void {
    copyFrom(run)
    const kept = run.kept.filter(({ step }) => step === 0).map((one) => one.epoch)
    draft.value = { ...draft.value, from: { runId: run.id, epoch, kept: [...new Set([0, ...kept])] } }
    beginAt(epoch)
  }

  /** Another epoch to go on from: at least one more is left to train. */
  function beginAt(epoch: number): void {
    const { from, base, epochs } = draft.value
    if (!from || !base) return
    const planned = epochs === '' ? null : epochs
    const left = (planned ?? base.config.training.epochs) > epoch
    draft.value = { ...draft.value, from: { ...from, epoch }, epochs: left ? planned : epoch + 1 }
  }

  /** Sets the form to a rate that was found for a configuration. */
  function useRate(run: RunDetail, learningRate: number): void {
    copyFrom(run)
    draft.value = { ...draft.value, learningRate }
  }

  /** Other data begin with what suits them, unless a run is trained again or the network is one's own. */
  function chooseData(datasetId: string): void {
    if (datasetId === draft.value.datasetId) return
    const { seed, base, own, plan } = draft.value
    draft.value = base || own ? { ...draft.value, datasetId } : { ...emptyDraft(), datasetId, seed, plan }
  }

  /** One of the three plain choices: it decides everything but the data, the seed and how many of them. */
  function choosePlan(plan: PlanName): void {
    const { datasetId, seed, seeds } = draft.value
    draft.value = { ...emptyDraft(), datasetId, seed, seeds, plan }
  }

  /** Another value for a setting; another kind of something takes the settings of the old kind with it. */
  function set(path: string, value: string | number | boolean): void {
    const [, owner] = /^(.*)\.type$/.exec(path) ?? []
    const others = Object.entries(draft.value.settings).filter(([name]) => !owner || !name.startsWith(`${owner}.`))
    const learningRate = path === 'optimizer.type' ? null : draft.value.learningRate
    draft.value = { ...draft.value, learningRate, settings: { ...Object.fromEntries(others), [path]: value } }
  }

  /** Forgets the run that was copied and every number that was set; data set and network stay. */
  function useDefaults(): void {
    const { datasetId, preset, own } = draft.value
    const empty = emptyDraft()
    draft.value = { ...empty, datasetId, preset: preset ?? empty.preset, own }
  }

  return { draft, chooseData, choosePlan, set, useBatch, copyFrom, forkFrom, beginAt, useRate, useDefaults }
})
