<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

/**
 * Words in Japanese.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['actionmakerole'] = '読み取り用アカウントのロールを作成';
$string['actionretry'] = '送信を断念したものを再送';
$string['actionstart'] = '送信を再開';
$string['actiontest'] = 'テストを送信';
$string['categories'] = 'コースカテゴリ';
$string['categories_desc'] = '選択したカテゴリとその下位カテゴリのコースのイベントだけを送信します。何も選択しない場合は、すべてのコースのイベントを送信します。';
$string['check'] = '確認項目';
$string['checkaccount'] = 'サービスを利用できるアカウントがある {$a}';
$string['checkaccount_fix'] = 'コネクタ用のアカウントを作成し、サイト全体で「LTI Badge Connector：読み取り」ロールを割り当て、サービスの許可ユーザに追加して、トークンを作成してください（サイト管理 → サーバ → ウェブサービス）。';
$string['checkcapability'] = '権限 {$a}';
$string['checkcapability_fix'] = 'サイト全体でこの権限を許可してください。「読み取り用アカウントのロールを作成」を押し、そのロールを割り当てます。';
$string['checkcron'] = 'cronが毎分実行されている';
$string['checkcron_fix'] = '送信タスクが15分以上実行されていません。サイト管理 → サーバ → タスクと、サーバのcron設定を確認してください。';
$string['checkendpoint'] = 'Webhook URLとシークレットが設定されている';
$string['checkendpoint_fix'] = 'コネクタの管理画面に表示された両方の値を、このプラグインの設定に貼り付けてください。設定するまでは何も送信待ちになりません。';
$string['checkfunction'] = '関数 {$a}';
$string['checkfunction_fix'] = 'このMoodleにはこの関数がありません。そのために読み取れないものは、コネクタに表示されます。';
$string['checkrest'] = 'RESTプロトコルが有効になっている';
$string['checkrest_fix'] = 'サイト管理 → サーバ → ウェブサービス → プロトコルの管理でRESTを有効にしてください。';
$string['checks'] = '確認';
$string['checkservice'] = 'サービス「LTI Badge Connector」が有効になっている';
$string['checkservice_fix'] = 'サイト管理 → サーバ → ウェブサービス → 外部サービスで有効にしてください。';
$string['checkwebservices'] = 'ウェブサービスが有効になっている';
$string['checkwebservices_fix'] = 'サイト管理 → 一般 → 高度な機能でウェブサービスを有効にしてください。';
$string['endpoint'] = 'Webhook URL';
$string['endpoint_desc'] = 'コネクタの管理画面で、このMoodleのページの「Webhookアドレスを作成」から取得します。';
$string['failed'] = '不合格';
$string['givenup'] = '送信を断念';
$string['lasterror'] = '最後のエラー';
$string['lastsuccess'] = '最後の成功';
$string['ltibadgeconnector:manage'] = 'LTI Badge Connectorの送信待ちの確認、テスト送信、再送';
$string['never'] = 'なし';
$string['oldest'] = '最も古いものは{$a}から';
$string['passed'] = '合格';
$string['paused'] = 'コネクタに接続できませんでした。データの欠落はありません。次の送信は{$a}です。';
$string['pluginname'] = 'LTI Badge Connector';
$string['privacy:metadata:connector'] = '評点と完了状態をLTI Badge Connectorに送信します。コネクタは、教員が設定したルールに従ってバッジを授与します。';
$string['privacy:metadata:connector:competency'] = '評定されたコンピテンシーと、その達成の有無';
$string['privacy:metadata:connector:completion'] = '活動またはコースの完了状態';
$string['privacy:metadata:connector:courseid'] = 'コースのID、IDナンバー、省略名';
$string['privacy:metadata:connector:grade'] = '評点とその範囲、非表示かどうか';
$string['privacy:metadata:connector:idnumber'] = '利用者のIDナンバー';
$string['privacy:metadata:connector:occurred'] = '発生日時';
$string['privacy:metadata:connector:userid'] = 'このMoodleでの利用者のID';
$string['privacy:metadata:outbox'] = 'コネクタへの送信を待つイベントと、過去1週間に送信したイベント';
$string['privacy:metadata:outbox:body'] = '送信待ちの間の送信内容';
$string['privacy:metadata:outbox:courseid'] = 'コース';
$string['privacy:metadata:outbox:eventname'] = 'Moodleのイベント';
$string['privacy:metadata:outbox:objectid'] = '評定項目、活動またはコンピテンシー';
$string['privacy:metadata:outbox:occurred'] = '発生日時';
$string['privacy:metadata:outbox:state'] = '完了状態';
$string['privacy:metadata:outbox:timesent'] = '送信日時';
$string['privacy:metadata:outbox:type'] = 'イベントの種類';
$string['privacy:metadata:outbox:userid'] = '学習者';
$string['resend'] = '再送';
$string['resend_desc'] = '指定した日時以降に変わったすべての評点と完了状態を送信待ちにします。コネクタは既知の内容を無視するため、二重に授与されることはありません。';
$string['resendplanned'] = '{$a}以降に変わったものを、次回のcron実行時に送信待ちにします。';
$string['resendsince'] = '起点の日時';
$string['result'] = '結果';
$string['retried'] = '送信を断念したものを、もう一度送信待ちにしました。';
$string['roledescription'] = 'LTI Badge Connectorのアカウントが、ウェブサービスで評点、完了状態、コンピテンシー、登録を読み取れるようにします。変更は許可しません。';
$string['rolemade'] = 'ロール「LTI Badge Connector：読み取り」を作成しました。コネクタのアカウントにサイト全体で割り当ててください。';
$string['rolename'] = 'LTI Badge Connector：読み取り';
$string['secret'] = 'シークレット';
$string['secret_desc'] = 'コネクタがWebhook URLとともに一度だけ表示します。whsec_で始まります。';
$string['secretwrong'] = 'コネクタが作成したシークレットではありません（whsec_に続く24～64バイトのbase64）。';
$string['sent'] = '過去1週間に送信';
$string['settings'] = '設定';
$string['started'] = '次回のcron実行時に送信を再開します。';
$string['state'] = '状態';
$string['status'] = '状態とテスト';
$string['stopped'] = '停止中：コネクタは、このアドレスが廃止されたと応答しました。新しいアドレスとシークレットを貼り付けてから再開してください。';
$string['taskcleanup'] = 'LTI Badge Connectorに送信したものの消去';
$string['tasksend'] = 'LTI Badge Connectorへのイベント送信';
$string['testfailed'] = 'テストは届きませんでした：{$a}';
$string['testtaken'] = 'コネクタがテストを受信しました。';
$string['waiting'] = '送信待ち';
$string['whattodo'] = '対処';
