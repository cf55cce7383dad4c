import type { MeasuredCurve } from './expected-quality.ts';

/**
 * What `homebird plan` reads its expected quality from: the JSON of
 *
 *     npm run evaluate -- --train ../shared/data/yoochoose_100k/yoochoose-clicks-100k_train_full.txt.gz \
 *       --test ../shared/data/yoochoose_100k/yoochoose-clicks-100k_test.txt.gz --format yoochoose --split given --lane federated \
 *       --curve --sample 2000 --users 250,1000,4000,16000 --svg docs/quality-over-users.svg --json curve.json
 *
 * less the fields that are not read. Data: RecSys Challenge 2015, as split by session-rec.
 */
export const MEASURED_CURVE: MeasuredCurve = {
  dataset: 'yoochoose-clicks-100k_train_full', split: 'given', seed: 1, cases: 2000, items: 2933, realUsers: 17794,
  points: [
    { users: 250, epsilon: 8, reports: 18, mix: 0.4150, popularity: 0.0025 },
    { users: 250, epsilon: 4, reports: 18, mix: 0.4140, popularity: 0.0070 },
    { users: 250, epsilon: 2, reports: 18, mix: 0.4130, popularity: 0.0120 },
    { users: 250, epsilon: null, reports: 0, mix: 0.4735, popularity: 0.0710 },
    { users: 1000, epsilon: 8, reports: 38, mix: 0.4290, popularity: 0.0340 },
    { users: 1000, epsilon: 4, reports: 38, mix: 0.4155, popularity: 0.0145 },
    { users: 1000, epsilon: 2, reports: 38, mix: 0.4325, popularity: 0.0110 },
    { users: 1000, epsilon: null, reports: 0, mix: 0.5395, popularity: 0.1055 },
    { users: 4000, epsilon: 8, reports: 28, mix: 0.4365, popularity: 0.0845 },
    { users: 4000, epsilon: 4, reports: 28, mix: 0.4215, popularity: 0.0870 },
    { users: 4000, epsilon: 2, reports: 28, mix: 0.4255, popularity: 0.0300 },
    { users: 4000, epsilon: null, reports: 0, mix: 0.5845, popularity: 0.0920 },
    { users: 16000, epsilon: 8, reports: 12, mix: 0.4025, popularity: 0.0950 },
    { users: 16000, epsilon: 4, reports: 12, mix: 0.4275, popularity: 0.0910 },
    { users: 16000, epsilon: 2, reports: 12, mix: 0.4420, popularity: 0.0975 },
    { users: 16000, epsilon: null, reports: 0, mix: 0.6195, popularity: 0.0915 },
  ],
};
