/** Jobs of Spark on EMR Serverless. */
export { emrJobs, type EmrJobsOptions } from './emr-jobs.ts';
export { jobLogs } from './job-policy.ts';
export { emrServerless } from './client.ts';
