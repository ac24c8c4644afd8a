import type { IdxArray } from '../../../../src-engine/data/idx.ts'
import { cancelled } from '../../cancelled.ts'
import type { PictureFolder, SourceFile } from '../../picture-folder.ts'
import { arrayFolder } from '../array-folder.ts'
import type { ArraySet, ManyPictures } from '../many-pictures.ts'
import { readIdxFile } from './idx-file.ts'
import type { IdxSet } from './idx-sets.ts'

/**
 * Reads IDX files of pictures and labels. Labels become classes of that name.
 * @throws {GlassboxError} `dataset/idx-invalid`, `cancelled`
 */
export async function readIdxFolder(
  sets: readonly IdxSet[],
  signal?: AbortSignal,
): Promise<Pick<PictureFolder, 'classes' | 'entries' | 'prepare' | 'files'>> {
  const loaded: ArraySet[] = []
  const files: SourceFile[] = []
  for (const { split, images, labels } of sets) {
    if (signal?.aborted) throw cancelled()
    const [pictures, values] = [await readIdxFile(images, 3), await readIdxFile(labels, 1)]
    files.push({ path: images.path, sha256: pictures.sha256 }, { path: labels.path, sha256: values.sha256 })
    loaded.push({
      ...{ split, path: images.path, pictures: grayPictures(pictures) },
      ...{ labelsPath: labels.path, labels: values.values },
    })
  }
  return { ...arrayFolder(loaded, null, 'dataset/idx-invalid'), files }
}

function grayPictures({ shape, values }: IdxArray): ManyPictures {
  const [count = 0, height = 0, width = 0] = shape
  const size = height * width
  const picture = (index: number): Uint8Array => values.subarray(index * size, (index + 1) * size)
  return { count, height, width, channels: 1, picture }
}
