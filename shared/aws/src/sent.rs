//! Calls of the SDKs as boxed futures.
//!
//! The caller that awaits an `async fn` compiles its body, and everything that the body awaits. Without a box, every
//! function would compile the whole way through the SDK again. Behind a box it is compiled once, here.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use futures::future::BoxFuture;

/// Call that has been described and can be sent.
pub(crate) trait Sent {
    /// Result of the call: its output, or the error of the SDK.
    type Answer;

    /// Sends the call.
    fn sent(self) -> BoxFuture<'static, Self::Answer>;
}

/// Implements `Sent` for operations, each given by the module of its SDK and its name there.
macro_rules! sent {
    ($($sdk:ident::$module:ident: $builder:ident -> $output:ident, $error:ident;)+) => {
        $(
            impl Sent for $sdk::operation::$module::builders::$builder {
                type Answer =
                    Result<$sdk::operation::$module::$output, SdkError<$sdk::operation::$module::$error, HttpResponse>>;

                fn sent(self) -> BoxFuture<'static, Self::Answer> {
                    Box::pin(self.send())
                }
            }
        )+
    };
}

sent! {
    aws_sdk_dynamodb::batch_get_item: BatchGetItemFluentBuilder -> BatchGetItemOutput, BatchGetItemError;
    aws_sdk_dynamodb::batch_write_item: BatchWriteItemFluentBuilder -> BatchWriteItemOutput, BatchWriteItemError;
    aws_sdk_dynamodb::delete_item: DeleteItemFluentBuilder -> DeleteItemOutput, DeleteItemError;
    aws_sdk_dynamodb::put_item: PutItemFluentBuilder -> PutItemOutput, PutItemError;
    aws_sdk_dynamodb::query: QueryFluentBuilder -> QueryOutput, QueryError;
    aws_sdk_dynamodb::transact_write_items: TransactWriteItemsFluentBuilder -> TransactWriteItemsOutput, TransactWriteItemsError;
    aws_sdk_dynamodb::update_item: UpdateItemFluentBuilder -> UpdateItemOutput, UpdateItemError;
    aws_sdk_s3::delete_object: DeleteObjectFluentBuilder -> DeleteObjectOutput, DeleteObjectError;
    aws_sdk_s3::get_object: GetObjectFluentBuilder -> GetObjectOutput, GetObjectError;
    aws_sdk_s3::head_object: HeadObjectFluentBuilder -> HeadObjectOutput, HeadObjectError;
    aws_sdk_s3::put_object: PutObjectFluentBuilder -> PutObjectOutput, PutObjectError;
    aws_sdk_secretsmanager::get_secret_value: GetSecretValueFluentBuilder -> GetSecretValueOutput, GetSecretValueError;
    aws_sdk_sesv2::send_email: SendEmailFluentBuilder -> SendEmailOutput, SendEmailError;
}
