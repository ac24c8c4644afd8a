/** Address of a small WebP of one picture of a data set. */
export function thumbnailUrl(datasetId: string, position: number): string {
  return `/thumbnails/${datasetId}/${position}`
}
