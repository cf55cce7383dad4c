/**
 * **Knows** products, the catalogue they form, its public files, and content vectors.
 * **Not here** how shops spell their feeds (`#core/feed`); scoring (`#core/ranking`, `#worker/recommender`); reading files (`#server/catalogue`).
 * **Trust** files are checked field by field: a wrong one is a fault, never a throw. Whoever loads one checks its hash.
 * Whoever controls `catalogue.json` controls what is recommended, as the shop does anyway.
 */
export { buildCatalogue, DEFAULT_PICTURE_BYTES, type BuiltCatalogue } from './build.ts';
export { CONTENT_DIMS, catalogueOf, itemIdAt, namedCategory, type Catalogue, type ItemIndex, type ProductCatalogue } from './catalogue.ts';
export { categoryFilter, categoryLevels } from './category.ts';
export { columnsOf, NO_BRAND } from './columns.ts';
export { type DecodedColumns } from './columns-file.ts';
export { CARDS_PER_FILE, decodeCards, decodeCatalogueColumns, decodeProducts, decodeVectors, type CardFile } from './decode.ts';
export { lastingQuery } from './lasting-query.ts';
export { CATALOGUE_FILE, cardsFile, columnsFile, parseCatalogueManifest, picturesFile, productsFile, vectorsFile, type CatalogueFault } from './manifest.ts';
export { folderKey, lastPart, pageKey, withoutEndSlashes } from './page-key.ts';
export { pictureFocus } from './focus.ts';
export { PICTURE_DIMS, pictureFeatures, type Picture } from './picture.ts';
export { decodePicturePack, encodePicturePack, pictureOrder, PICTURES_PER_PACK, type PicturePack } from './picture-packs.ts';
export { titleBesideBrand } from './naming.ts';
export { MAX_ID_CHARS, UNKNOWN_CATEGORY, leafCategory, parseItemId, type ItemId, type Product, type ProductCard } from './product.ts';
export { plainSpelling } from './spellings.ts';
export { topDirectionsInSlices } from './svd.ts';
export { VECTOR_SCALE, contentVectors } from './vectors.ts';
export { wordsOf } from './words.ts';
