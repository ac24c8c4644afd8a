import { GlassboxError } from '../../contract/errors.ts'
import type { StoredDataset } from '../../storage/repositories/datasets/stored.ts'

/** This version makes other data under that name, or none. */
export function remade({ name }: Pick<StoredDataset, 'name'>): GlassboxError {
  return new GlassboxError('dataset/changed', `The built-in data "${name}" are others in this version.`, {
    hint: 'Choose them again among the built-in data: they become a new data set.',
  })
}

/** Runs that came in a file brought the names of their pictures along, not the pictures. */
export function neverHere({ name }: Pick<StoredDataset, 'name'>): GlassboxError {
  return new GlassboxError('dataset/changed', `The pictures of "${name}" are not on this computer.`, {
    hint: 'Import the folder with the same pictures: they are recognised by their content.',
  })
}

/** A table from a file that is gone, or holds something else now. */
export function tableChanged({ name }: Pick<StoredDataset, 'name'>, cause?: unknown): GlassboxError {
  return new GlassboxError('dataset/changed', `The file of "${name}" has changed or is gone since it was imported.`, {
    hint: 'Bring it back, or import the file again as a new data set.',
    cause,
  })
}

export function changed(dataset: Pick<StoredDataset, 'name'>, cause?: unknown): GlassboxError {
  return new GlassboxError(
    'dataset/changed',
    `Pictures of "${dataset.name}" have changed or are gone since it was imported.`,
    { hint: 'Bring them back, or import the folder again as a new data set.', cause },
  )
}
