import { pageKey } from './page-key.ts'

/** Address of a small WebP of one picture of a data set. */
export function thumbnailUrl(datasetId: string, position: number): string {
  const key = pageKey()
  return `/thumbnails/${datasetId}/${position}${key && `?key=${key}`}`
}
