import { RemovalPolicy } from 'aws-cdk-lib';
import type { StageConfig } from './stage.ts';

/** Only an office's own records are kept from removal; a demo or a test stage can be taken down whole. */
export const isKept = (stage: StageConfig): boolean => stage.kind === 'production';
/** For everything that holds records, keys or evidence. */
export const removalOf = (stage: StageConfig): RemovalPolicy =>
  isKept(stage) ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
