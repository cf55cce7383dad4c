export { startCollecting } from '#page/collect';
