import { attention } from './attention.ts';
import { cnn } from './cnn.ts';
import type { EncoderDesign, EncoderName } from './encoder.ts';
import { gbce } from './gbce.ts';
import { gru } from './gru.ts';
import type { Loss, LossName } from './loss.ts';
import { mean } from './mean.ts';
import { sampled } from './sampled.ts';
import { softmax } from './softmax.ts';

/** Every encoder, by name. */
export const DESIGNS: Readonly<Record<EncoderName, EncoderDesign>> = { attention, gru, cnn, mean };

/** Every loss, by name. */
export const LOSS_BY_NAME: Readonly<Record<LossName, Loss>> = { softmax, sampled, gbce };
