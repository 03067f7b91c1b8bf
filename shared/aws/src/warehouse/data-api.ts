import type {
  BatchExecuteStatementInput,
  BatchExecuteStatementOutput,
  DescribeStatementRequest,
  DescribeStatementResponse,
  ExecuteStatementInput,
  ExecuteStatementOutput,
  GetStatementResultRequest,
  GetStatementResultResponse,
} from '@aws-sdk/client-redshift-data';

/** What is used of the Redshift Data API: the SDK's `RedshiftData` is one. */
export interface DataApi {
  executeStatement(input: ExecuteStatementInput): Promise<ExecuteStatementOutput>;
  batchExecuteStatement(input: BatchExecuteStatementInput): Promise<BatchExecuteStatementOutput>;
  describeStatement(input: DescribeStatementRequest): Promise<DescribeStatementResponse>;
  getStatementResult(input: GetStatementResultRequest): Promise<GetStatementResultResponse>;
}
