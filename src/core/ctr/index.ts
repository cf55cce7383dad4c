/**
 * **Knows** the chance of a click and of a purchase after it: features of a moment, logistic regression, factorisation
 * machine and deep network with written slopes, one device's local update, the public calibration, the shopper's own shift.
 * **Not here** choosing an ad (`#core/ads`), rounds (`#core/fedavg`), logs of clicks and their figures (`#bench/ads`).
 * **Trust** values in, values out. Weights and calibration are public and the same for everyone; a wrong one gives a wrong
 * chance and reaches nothing. What is known of the shopper comes in as numbers and is not kept.
 */
export { AD_MODEL_KINDS, adLogit, adModelParameters, adModelSizes, initialAdModel, localAdUpdate, predictAd, type AdExample } from './ad-models.ts';
export { calibrated, calibratedLogit, calibrationBin, CALIBRATION_BINS, CALIBRATION_BOUND, calibrationFrom, calibrationLayout, countCalibration, fitCalibration, PLAIN_CALIBRATION, type CalibrationPair } from './calibration.ts';
export { factorHead } from './factors.ts';
export { logLoss, newSlopes, sigmoid, type Head, type Slopes } from './head.ts';
export { backThroughLayers, layersOf, runLayers, startLayers, type LayerTrace } from './layers.ts';
export { linearHead } from './linear.ts';
export { deviceLearner, trainEpoch } from './local.ts';
export type { AdMoment } from './moment.ts';
export { networkHead } from './network.ts';
export { orderLoss } from './order.ts';
export { OWN_STRENGTH, ownOdds, ownShift } from './personal.ts';
export { emptyRows, type Rows } from './rows.ts';
export { adagradSteps, ftrlCoordinate, ftrlSteps, plainSteps, type FtrlRates, type FtrlState, type Step } from './steps.ts';
